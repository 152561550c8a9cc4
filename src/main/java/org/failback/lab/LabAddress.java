package org.failback.lab;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a lab is reached, which is all that a client needs.
 *
 * @param ports where it listens on loopback
 * @param ca PEM file with the certificate of its authority; the lab's password lies beside it
 */
public record LabAddress(LabPorts ports, Path ca) {
    /** Changes everything; sysadmin. */
    static final String LOGIN = "failback";
    /** Only reads. */
    static final String READER = "failback_reader";
    /** Of both logins and of the Windows account, on every server of the lab; it guards nothing. */
    static final String PASSWORD = "Practice-range-1";

    static final String WINDOWS_ACCOUNT = LabNames.DOMAIN + "\\failback";
    private static final String ESTATE = "failback.estate.";

    Path passwordFile() {
        return ca.resolveSibling("password");
    }

    /** The estate as configuration properties. */
    public Map<String, Object> estate() {
        Map<String, Object> estate = new LinkedHashMap<>();
        estate.put(ESTATE + "pool.fqdn", LabNames.POOL);
        estate.put(ESTATE + "pool.product", "skype-for-business-2015");
        dataCenter(
                estate,
                "primary",
                "DC1",
                LabNames.PRIMARY,
                ports.primary(),
                LabNames.PRIMARY_MIRROR,
                ports.primaryMirror());
        dataCenter(
                estate, "backup", "DC2", LabNames.BACKUP, ports.backup(), LabNames.BACKUP_MIRROR, ports.backupMirror());
        instance(estate, "compliance.primary", LabNames.PRIMARY, ports.primary());
        instance(estate, "compliance.backup", LabNames.BACKUP, ports.backup());
        instance(estate, "compliance.backup-mirror", LabNames.BACKUP_MIRROR, ports.backupMirror());
        estate.put(ESTATE + "storage.backup-share", LabNames.SHARE);
        estate.put(ESTATE + "storage.primary-folder", LabNames.PRIMARY_FOLDER);
        estate.put(ESTATE + "storage.copy-folder", LabNames.COPY_FOLDER);
        estate.put(ESTATE + "storage.log-shipping-folder", LabNames.LOG_SHIPPING_FOLDER);
        endpoint(estate, "management-server", ports.winRm().get(0));
        List<String> servers = LabNames.CHAT_SERVERS;
        for (int i = 0; i < servers.size(); i++) {
            String server = "chat-servers[" + i + "]";
            boolean primary = servers.get(i).contains(".dc1.");
            estate.put(ESTATE + server + ".fqdn", servers.get(i));
            estate.put(ESTATE + server + ".data-center", primary ? "DC1" : "DC2");
            estate.put(ESTATE + server + ".target", primary);
            endpoint(estate, server + ".endpoint", ports.winRm().get(i + 1));
        }
        estate.put("failback.rehearsal", true);
        // A rehearsal is not to wait the minutes that real replication and real chat servers need.
        estate.put("failback.settings.quiescence-interval", "2s");
        return estate;
    }

    private void dataCenter(
            Map<String, Object> estate,
            String side,
            String name,
            String host,
            int port,
            String mirror,
            int mirrorPort) {
        estate.put(ESTATE + side + ".name", name);
        instance(estate, side + ".instance", host, port);
        instance(estate, side + ".mirror", mirror, mirrorPort);
    }

    private void instance(Map<String, Object> estate, String at, String host, int port) {
        estate.put(ESTATE + at + ".host", host);
        estate.put(ESTATE + at + ".instance-name", LabNames.INSTANCE);
        estate.put(ESTATE + at + ".port", port);
        estate.put(ESTATE + at + ".connect-to", "127.0.0.1");
        estate.put(ESTATE + at + ".trust-store", ca.toAbsolutePath().toString());
        credential(estate, at + ".look", READER);
        credential(estate, at + ".act", LOGIN);
    }

    private void endpoint(Map<String, Object> estate, String at, int port) {
        estate.put(ESTATE + at + ".host", "localhost");
        estate.put(ESTATE + at + ".port", port);
        estate.put(ESTATE + at + ".trust-store", ca.toAbsolutePath().toString());
        estate.put(ESTATE + at + ".authentication", "ntlm");
        credential(estate, at + ".credential", WINDOWS_ACCOUNT);
    }

    private void credential(Map<String, Object> estate, String at, String user) {
        estate.put(ESTATE + at + ".user", user);
        estate.put(ESTATE + at + ".password-from", "file:" + passwordFile().toAbsolutePath());
    }

    /** For people: where it listens and as whom to log in. */
    public String describe() {
        return String.format(
                """
                The lab listens on 127.0.0.1 (TDS):
                  P  %-20s %5d   PM %-20s %5d
                  B  %-20s %5d   BM %-20s %5d
                and with WinRM on https://localhost:%d (management server) and the %d ports after it (chat servers).
                SQL login %s, password %s; every instance has a database lab with dbo.statement_log.
                EXEC lab.dbo.help lists what can be made to go wrong, SELECT * FROM lab.dbo.scenarios the mishaps.
                Certificate authority: %s
                """,
                LabNames.serverName(LabNames.PRIMARY),
                ports.primary(),
                LabNames.serverName(LabNames.PRIMARY_MIRROR),
                ports.primaryMirror(),
                LabNames.serverName(LabNames.BACKUP),
                ports.backup(),
                LabNames.serverName(LabNames.BACKUP_MIRROR),
                ports.backupMirror(),
                ports.winRm().get(0),
                LabNames.CHAT_SERVERS.size(),
                LOGIN,
                PASSWORD,
                ca);
    }
}
