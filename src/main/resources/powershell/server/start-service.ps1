# Starts the Persistent Chat service.
function Act{
    Guard
    Start-CsWindowsService -Name $i.service -Confirm:$false -ErrorAction Stop
    $o.after=Local
}
