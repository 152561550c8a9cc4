package org.failback.chaos;

/** Where a command is when the power goes. */
enum Moment {
    /** It has arrived at the server, which has not begun with it. */
    ARRIVED,
    /** It has had its whole effect, and its answer has not gone out. */
    EFFECTIVE,
    /** Its answer has come, and nothing that follows has arrived anywhere. */
    ANSWERED,
    /** The server's own work on it goes on, and the process waits for that. */
    WAITING
}
