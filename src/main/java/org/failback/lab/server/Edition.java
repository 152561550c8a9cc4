package org.failback.lab.server;

/**
 * Version and edition of an instance.
 *
 * @param version full build, as {@code 10.50.6000.34}
 * @param level {@code SERVERPROPERTY('ProductLevel')}
 * @param edition {@code SERVERPROPERTY('Edition')}
 */
record Edition(String version, String level, String edition) {
    static final Edition STANDARD_2008_R2_SP3 = new Edition("10.50.6000.34", "SP3", "Standard Edition (64-bit)");

    int major() {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    int minor() {
        return Integer.parseInt(version.split("\\.")[1]);
    }

    int build() {
        return Integer.parseInt(version.split("\\.")[2]);
    }

    /** 2 Standard, 3 Enterprise, 4 Express. */
    int engine() {
        return edition.startsWith("Express") ? 4 : edition.startsWith("Enterprise") ? 3 : 2;
    }

    /** Internal version of databases of this release: 661 for 2008 R2. */
    int databaseVersion() {
        return switch (major()) {
            case 10 -> minor() == 50 ? 661 : 655;
            case 11 -> 706;
            case 12 -> 782;
            default -> 852;
        };
    }

    String banner() {
        String year = switch (major()) {
            case 10 -> minor() == 50 ? "2008 R2 (SP3)" : "2008 (SP4)";
            case 11 -> "2012 (SP4)";
            case 12 -> "2014 (SP3)";
            default -> "2016";
        };
        return "Microsoft SQL Server " + year + " - " + version + " (X64), modelled by the lab\n\t" + edition
                + " on Windows NT 6.1 <X64> (Build 7601: Service Pack 1)\n";
    }
}
