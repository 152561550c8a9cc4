package org.failback.lab.tds;

import java.nio.charset.Charset;

/** SQL_Latin1_General_CP1_CI_AS, the one collation of the lab (MS-TDS 2.2.5.1.2). */
final class Collation {
    static final Charset CHARSET = Charset.forName("windows-1252");

    private Collation() {}

    static byte[] bytes() {
        return new byte[] {0x09, 0x04, (byte) 0xD0, 0x00, 0x34};
    }
}
