package org.failback.contract;

import java.util.Map;
import java.util.TreeMap;

/** Errors that the product knows and that no promise provokes, each with the reason why. */
final class NotProvoked {
    private record Listed(int severity, String reason) {}

    private static final Map<Integer, Listed> ALL = new TreeMap<>();

    static {
        list(24, "a page of a database or of its backup would have to be damaged on disk", 823, 824);
        list(10, "a page of a database or of its backup would have to be damaged on disk", 825);
        list(
                16,
                "a page of a database or of its backup would have to be damaged on disk",
                2576,
                3043,
                3183,
                8909,
                8928,
                8939,
                8967,
                8998);
        list(
                16,
                "a backup file would have to be damaged on disk, which no statement does",
                3132,
                3186,
                3189,
                3203,
                3208,
                3242);
        list(21, "it takes an edition or a certificate that the instances need not have", 909);
        list(16, "it takes an edition or a certificate that the instances need not have", 1863, 33111);
        list(16, "it takes a backup of a newer version than the instance", 3168, 3169);
        list(14, "files would have to be taken away or locked behind the server's back", 945);
        list(16, "files would have to be taken away or locked behind the server's back", 5120, 3634);
        list(17, "a disk would have to be full", 1101, 1105, 9002);
        list(16, "a disk would have to be full", 3202, 3257);
        list(14, "the connection between mirroring partners would have to break at the right moment", 955);
        list(
                16,
                "the connection between mirroring partners would have to break at the right moment",
                1404,
                1413,
                1421,
                1430,
                1431,
                1438,
                1456,
                1479);
        list(13, "two sessions would have to meet at the right moment", 1205);
        list(16, "two sessions would have to meet at the right moment", 1222, 3023, 3204, 5061);
        list(16, "it takes a device that hangs or is torn away while it is written to", 3229, 3271);
        list(16, "the server writes it to its own log only", 3041);
        list(16, "a backup of a mirror is refused by it or by 954, whichever the version has; 954 is provoked", 3059);
        list(
                16,
                "no document says how a server of today comes to raise it in place of 3154, 4305, 4326 or 4214",
                3141,
                4303,
                4312,
                4318,
                4219);
        list(
                16,
                "it takes an index on a computed column in a session with QUOTED_IDENTIFIER OFF, which no promise makes",
                1934);
        list(16, "it takes a server that is enlisted in multi-server administration", 14274);
        list(16, "the configuration of the whole server would have to be changed", 15281);
        list(11, "it takes a Windows domain", 15401);
        list(16, "it takes a Windows domain", 15404);
        list(14, "it takes a Windows domain", 18452);
        list(14, "it takes the password policy of Windows", 18486, 18487, 18488);
        list(16, "no document says which statement of the product meets it first", 33009);
    }

    private NotProvoked() {}

    private static void list(int severity, String reason, int... numbers) {
        for (int number : numbers) {
            if (ALL.put(number, new Listed(severity, reason)) != null) {
                throw new IllegalStateException("error " + number + " is listed twice");
            }
        }
    }

    static Map<Integer, String> reasons() {
        Map<Integer, String> reasons = new TreeMap<>();
        ALL.forEach((number, listed) -> reasons.put(number, listed.reason()));
        return reasons;
    }

    static int severity(int number) {
        return ALL.get(number).severity();
    }
}
