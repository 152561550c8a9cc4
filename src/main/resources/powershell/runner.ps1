# The runner: the last part of every script that this product sends. A script is a kit (pool.ps1 or server.ps1), one
# operation (a file below pool or server) that defines Act, and this. Comments, blank lines and indentation are left
# out when it is sent, and nothing else is changed: all input is data in an environment variable of the shell.
$ErrorActionPreference='Stop'
$ProgressPreference='SilentlyContinue'
$o=@{ok=$false}
$w=@()
try{
    $i=[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($env:FAILBACK_INPUT))|ConvertFrom-Json
    $o.run=$i.run
    # Whose answer this is: streams of two shells could be mixed up on the way.
    $o.call=$i.call
    $n=[Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties()
    $o.server=("$($n.HostName).$($n.DomainName)").Trim('.')
    # Whatever a wrong address or a swapped name leads to, only the server that was meant runs an operation.
    if($i.server -and $o.server -ne $i.server){Deny 'other-server' "This is $($o.server), not $($i.server)."}
    # A cmdlet's warnings come back with the answer, also when a later cmdlet fails.
    &{
        $m=@($i.modules | ? {Get-Module -ListAvailable $_})
        if(!$m){throw "No module $($i.modules -join ' or ') on this server."}
        Import-Module $m[0]
        $o.module=$m[0]
        Act
    } 3>&1 | % {if($_ -is [Management.Automation.WarningRecord]){$w+="$_"}}
    $o.ok=$true
}catch{
    $e=$_.Exception
    $o.error=@{refused=$no;type=$e.GetType().FullName;id=$_.FullyQualifiedErrorId;message=$e.Message;inner=$e.GetBaseException().Message;number=$e.GetBaseException().Number}
}
$o.warnings=$w
$o.utc=[DateTime]::UtcNow.ToString('o')
# Written past the formatter, which breaks long lines at the width of a console.
[Console]::Out.WriteLine('@@R:'+[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $o -Depth 6 -Compress)))+'@@')
exit [int](!$o.ok)
