package org.failback.lab.server;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/** A security identifier, compared by its bytes. */
record Sid(String hex) {
    static final Sid SA = new Sid("01");

    /** The SID of a domain account, the same on every server of the domain. */
    static Sid ofDomain(String account) {
        byte[] name = account.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        UUID made = UUID.nameUUIDFromBytes(name);
        return new Sid("010500000000000515" + made.toString().replace("-", "") + "00000000");
    }

    /** The SID of an SQL login, sixteen bytes that the server made up when the login was created. */
    static Sid ofSqlLogin(UUID made) {
        return new Sid(made.toString().replace("-", ""));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    static Sid of(byte[] bytes) {
        return new Sid(HexFormat.of().formatHex(bytes));
    }
}
