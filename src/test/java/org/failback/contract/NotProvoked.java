package org.failback.contract;

import java.util.Map;
import java.util.TreeMap;

/**
 * Errors that the product knows and that no promise provokes, each with the reason and with the severity that the
 * documents' tables of errors give it.
 */
final class NotProvoked {
    private static final String DAMAGE = "a page of a database or of its backup would have to be damaged on disk";
    private static final String MEDIA = "a backup file would have to be damaged on disk, which no statement does";
    private static final String EDITION = "it takes another edition, version or certificate than the instances have";
    private static final String FILES = "files would have to be taken away or locked behind the server's back";
    private static final String SPACE = "a disk would have to be full";
    private static final String PARTNER = "the connection between partners would have to break at the right moment";
    private static final String MOMENT = "two sessions would have to meet at the right moment";
    private static final String DEVICE = "it takes a device that hangs or is torn away while it is used";
    private static final String OTHERS = "no document says when it comes instead of 3154, 4305, 4326 or 4214";
    private static final String DOMAIN = "it takes a Windows domain";
    private static final String POLICY = "it takes the password policy of Windows";

    private record Listed(int severity, String reason) {}

    private static final Map<Integer, Listed> ALL = new TreeMap<>();

    static {
        list(24, DAMAGE, 823, 824);
        list(14, DAMAGE, 926);
        list(16, DAMAGE, 2576, 3043, 3183, 8909, 8921, 8928, 8939, 8967, 8998);
        list(10, DAMAGE, 825);
        list(16, MEDIA, 3132, 3186, 3189, 3203, 3208, 3242, 3254);
        list(21, EDITION, 905, 909, 933);
        list(16, EDITION, 3168, 3169, 32017, 32018, 33111);
        list(16, FILES, 945, 3167, 3634, 5120, 5181);
        list(17, SPACE, 1101, 1105, 9002);
        list(16, SPACE, 3202, 3257);
        list(16, PARTNER, 1404, 1413, 1421, 1430, 1431, 1438, 1456, 1479);
        list(14, PARTNER, 955);
        list(16, MOMENT, 1222, 3023, 3204, 4319, 4331, 4333, 5061);
        list(21, MOMENT, 596);
        list(13, MOMENT, 1205);
        list(16, DEVICE, 3229, 3271);
        list(16, OTHERS, 3121, 3141, 4303, 4312, 4318);
        list(10, OTHERS, 4219);
        list(16, "msdb would have to be full or broken", 3009);
        list(16, "the server would have to have lost its name", 32053);
        list(16, "the server writes it to its own log only", 3041);
        list(16, "a mirror is not backed up for this reason or for 954, which is provoked", 3059);
        list(16, "it takes an index on a computed column, which no promise makes", 1934);
        list(16, "it takes a server that is enlisted in multi-server administration", 14274);
        list(10, "the configuration of the whole server would have to be changed", 15281);
        list(16, DOMAIN, 15404);
        list(14, DOMAIN, 18452);
        list(11, DOMAIN, 15401);
        list(14, POLICY, 18486, 18487, 18488);
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
