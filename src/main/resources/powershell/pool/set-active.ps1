# Sets the list of active servers, whole.
function Act{
    Guard
    Set-CsPersistentChatActiveServer -Identity $id -ActiveServers @{Replace=[string[]]$i.servers} -Confirm:$false -ErrorAction Stop
    $o.after=Pool
}
