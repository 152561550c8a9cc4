# Has the Central Management store sent in full to the servers asked for.
function Act{
    Guard
    foreach($r in $i.servers){Invoke-CsManagementStoreReplication -ReplicaFqdn $r -ErrorAction Stop}
    $o.after=Pool
}
