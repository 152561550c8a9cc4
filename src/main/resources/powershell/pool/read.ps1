# What the topology says of the pool: the service, its lists, its eight databases and the instances they lie on.
function Act{
    $p=Pool
    $p.databases=@{}
    foreach($r in '','Compliance'){foreach($k in '','Mirror','Backup','BackupMirror'){
        $n=$k+'PersistentChat'+$r+'Database'
        $p.databases.$n="$($v.$n)"
    }}
    $p.stores=@(@(Get-CsService -PersistentChatDatabase)+@(Get-CsService -PersistentChatComplianceDatabase) | % {@{identity="$($_.Identity)";host="$($_.PoolFqdn)";instance="$($_.SqlInstanceName)"}})
    $o.pool=$p
}
