# Whether the servers asked for hold what the Central Management store holds, and whether its master is alive.
function When($d){if($d){([DateTime]$d).ToUniversalTime().ToString('o')}else{''}}
function Act{
    $o.replicas=@(Get-CsManagementStoreReplicationStatus | ? {$i.servers -contains "$($_.ReplicaFqdn)"} | % {@{server="$($_.ReplicaFqdn)";upToDate=[bool]$_.UpToDate;lastStatusReport=When $_.LastStatusReport;lastUpdateCreation=When $_.LastUpdateCreation;version="$($_.ProductVersion)"}})
    $c=Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus
    $o.master=@{server="$($c.ActiveMasterFqdn)";heartbeat=When $c.ActiveMasterLastHeartbeat;transferAgent="$($c.ActiveFileTransferAgentFqdn)";transferHeartbeat=When $c.ActiveFileTransferAgentLastHeartbeat}
}
