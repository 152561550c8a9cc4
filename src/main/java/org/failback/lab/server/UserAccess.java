package org.failback.lab.server;

/** Who may use a database, in the order of {@code sys.databases.user_access}. */
enum UserAccess {
    MULTI_USER,
    SINGLE_USER,
    RESTRICTED_USER
}
