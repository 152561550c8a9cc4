# The kit for a chat server's own endpoint: what its local replica and its Windows services say. The active list is not
# in what the local replica shows, and the Central Management store would be a second hop: the pool's kit guards it.
function Deny($k,$t){
    $script:no=$k
    throw $t
}
# Services are known by their role or display name: no document read for this product gives their short names.
function Local{
    $c=@(Get-CsPersistentChatState -LocalStore | ? {"$($_.Identity)".Split(':')[-1].Trim() -eq $i.pool} | % {"$($_.PoolState)"})
    $q=@(Get-CsWindowsService -ExcludeActivityLevel | ? {("$($_.RoleName) $($_.DisplayName)" -replace ' ') -like '*PersistentChat*'})
    @{states=$c;services=@($q | % {@{name="$($_.Name)";displayName="$($_.DisplayName)";compliance=("$($_.RoleName) $($_.DisplayName)" -like '*Compliance*');status="$($_.Status)"}})}
}
# Compare and set: the replica's state of the pool is the one expected, and the service asked for is there.
function Guard{
    $b=Local
    $o.before=$b
    if("$($b.states)" -ne $i.state){Deny 'state' "The local replica says '$($b.states)', not $($i.state)."}
    if(@($b.services | % {$_.name}) -notcontains $i.service){Deny 'service' "$($i.service) is no Persistent Chat service here."}
}
