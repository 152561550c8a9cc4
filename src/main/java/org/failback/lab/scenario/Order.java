package org.failback.lab.scenario;

/**
 * One batch of T-SQL and the instance that it is run on.
 *
 * @param sql for a sysadmin, whose database is master
 */
public record Order(Place on, String sql) {}
