package org.failback.lab.server;

/** What keeps a SQL login out although it exists and is enabled. */
enum LoginCondition {
    OK,
    /** Too many wrong passwords: it is refused whatever it says (18486). */
    LOCKED,
    /** 18487. */
    EXPIRED,
    /** 18488. */
    MUST_CHANGE
}
