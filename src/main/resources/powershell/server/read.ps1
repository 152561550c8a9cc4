# What this chat server believes of the pool, and how its services stand.
function Act{
    $o.local=Local
}
