# Stops the Persistent Chat service, which is the one documented way to end connections made before the list was cleared.
function Act{
    Guard
    Stop-CsWindowsService -Name $i.service -Confirm:$false -ErrorAction Stop
    $o.after=Local
}
