package org.failback.lab.tds;

/** A version such as {@code 10.50.6000} as the wire has it. */
record ServerVersion(int major, int minor, int build) {
    private static final int TDS_7_2 = 0x72090002;
    private static final int TDS_7_3A = 0x730A0003;
    private static final int TDS_7_3B = 0x730B0003;
    private static final int TDS_7_4 = 0x74000004;

    static ServerVersion of(String version) {
        String[] parts = version.split("\\.");
        if (parts.length < 3) {
            throw new IllegalArgumentException("Not a version of SQL Server: " + version);
        }
        return new ServerVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    byte[] bytes() {
        return new byte[] {(byte) major, (byte) minor, (byte) (build >> 8), (byte) build};
    }

    /** What such a server answers to a client that asks for a version of TDS (MS-TDS 2.2.7.14). */
    int tds(int asked) {
        int most;
        if (major >= 11) {
            most = TDS_7_4;
        } else if (major == 10) {
            most = minor >= 50 ? TDS_7_3B : TDS_7_3A;
        } else {
            most = TDS_7_2;
        }
        return Math.min(asked, most);
    }

    static boolean isTooOld(int asked) {
        return asked < TDS_7_2;
    }
}
