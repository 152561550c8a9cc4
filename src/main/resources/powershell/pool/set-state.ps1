# Sets the state of the pool, on the very object that was read.
function Act{
    Guard
    if($s.Count -ne 1){Deny 'state' "$($s.Count) states have the pool $($i.pool)."}
    $s[0]|Set-CsPersistentChatState -PoolState $i.target -Confirm:$false -ErrorAction Stop
    $o.after=Pool
}
