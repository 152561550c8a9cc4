package org.failback.sqlserver;

import java.time.LocalDateTime;

/**
 * What an instance says of itself.
 *
 * @param utc its clock in UTC
 */
record ServerIdentity(
        String serverName,
        String ownName,
        String version,
        String edition,
        long engineEdition,
        String collation,
        LocalDateTime utc) {
    private static final int EXPRESS = 4;
    private static final int SQL_SERVER_2012 = 11;

    static ServerIdentity of(Inquiry inquiry) {
        Row row = inquiry.ask(Lookup.SERVER).get(0);
        return new ServerIdentity(
                row.text("server_name"),
                row.text("own_name"),
                row.text("version"),
                row.text("edition"),
                row.number("engine_edition"),
                row.text("collation"),
                row.time("utc"));
    }

    boolean express() {
        return engineEdition == EXPRESS;
    }

    /** Major and minor number, which tell 2008 (10.0) from 2008 R2 (10.50). */
    String release() {
        String[] parts = version.split("\\.");
        return parts.length < 2 ? version : parts[0] + "." + parts[1];
    }

    boolean olderThan2008R2() {
        return major() < 10 || release().equals("10.0");
    }

    boolean olderThan2012() {
        return major() < SQL_SERVER_2012;
    }

    private int major() {
        return Integer.parseInt(version.split("\\.")[0]);
    }
}
