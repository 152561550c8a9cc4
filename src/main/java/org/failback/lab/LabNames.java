package org.failback.lab;

import java.util.List;
import java.util.Locale;

/** What everything in the lab is called; its SQL side and its Lync side agree on it. */
final class LabNames {
    static final String DOMAIN = "LAB";
    static final String POOL = "chatpool.lab.example";
    static final String INSTANCE = "LYNC";
    static final String PRIMARY = "sqlp01.dc1.lab.example";
    static final String PRIMARY_MIRROR = "sqlp02.dc1.lab.example";
    static final String BACKUP = "sqlb01.dc2.lab.example";
    static final String BACKUP_MIRROR = "sqlb02.dc2.lab.example";
    static final String SHARE = "\\\\files01.dc1.lab.example\\chatbackup";
    static final String LOG_SHIPPING_FOLDER = SHARE + "\\logshipping";
    static final String PRIMARY_FOLDER = "D:\\Backup";
    static final String COPY_FOLDER = "D:\\LogShipping\\mgc";
    static final List<String> CHAT_SERVERS =
            List.of("chat1.dc1.lab.example", "chat2.dc1.lab.example", "chat3.dc2.lab.example", "chat4.dc2.lab.example");

    private LabNames() {}

    /** {@code HOST\INSTANCE} as the server itself says it. */
    static String serverName(String host) {
        return host.substring(0, host.indexOf('.')).toUpperCase(Locale.ROOT) + "\\" + INSTANCE;
    }
}
