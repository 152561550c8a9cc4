# Empties the list of active servers.
function Act{
    Guard
    Set-CsPersistentChatActiveServer -Identity $id -ActiveServers $null -Confirm:$false -ErrorAction Stop
    $o.after=Pool
}
