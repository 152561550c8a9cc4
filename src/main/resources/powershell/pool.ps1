# The kit for the management server: what the Central Management store says of the pool, and the guard of every change.
function Deny($k,$t){
    $script:no=$k
    throw $t
}
# The identity is never put together here: its shape differs between versions and pages, so what Get-CsService gave is passed on.
function Pool{
    $a=@(Get-CsService -PersistentChatServer)
    $f=@($a | ? {"$($_.PoolFqdn)" -eq $i.pool})
    if($f.Count -ne 1){Deny 'pool' "$($f.Count) Persistent Chat services have the pool $($i.pool)."}
    $script:v=$f[0]
    $script:s=@(Get-CsPersistentChatState | ? {"$($_.Identity)".Split(':')[-1].Trim() -eq $i.pool})
    @{pools=$a.Count;identity="$($v.Identity)";version="$($v.Version)";active=@($v.ActiveServers | ? {$_} | % {"$_"});inactive=@($v.InactiveServers | ? {$_} | % {"$_"});states=@($s | % {"$($_.PoolState)"})}
}
# Compare and set: the state of the pool and the active list are what the caller saw, or nothing is sent.
function Guard{
    $b=Pool
    $o.before=$b
    if("$($b.states)" -ne $i.state){Deny 'state' "The pool is '$($b.states)', not $($i.state)."}
    if((($b.active|sort) -join ' ') -ne (($i.active|sort) -join ' ')){Deny 'active' "Active are '$($b.active)', not '$($i.active)'."}
    # Before the cmdlet: replication may begin while the script still reads back.
    $o.at=[DateTime]::UtcNow.ToString('o')
    $script:id=if($i.identity){$i.identity}else{$b.identity}
}
