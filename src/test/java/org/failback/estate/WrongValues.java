package org.failback.estate;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** For each record component that configuration fills: values that must be refused, each for a reason of its own. */
final class WrongValues {
    private static final List<String> FQDN = List.of(
            "sql1",
            "sql1.",
            ".example.com",
            "sql1..example.com",
            "-sql1.example.com",
            "sql1-.example.com",
            "sql_1.example.com",
            "sql1.example.c",
            "sql1.example.123",
            "sql1.example.com; DROP DATABASE mgc",
            "sql1.example.com'",
            " sql1.example.com",
            "sql1.example.com\n",
            "a".repeat(64) + ".example.com",
            "a.".repeat(127) + "com");
    private static final List<String> SHARE = List.of(
            "D:\\Failback",
            "files.example.com\\failback",
            "\\\\files.example.com",
            "\\\\files.example.com\\",
            "\\\\files.example.com\\failback\\",
            "\\\\files.example.com\\\\failback",
            "\\\\files.example.com\\fail'back",
            "\\\\files.example.com\\fail\"back",
            "\\\\files.example.com\\fail`back",
            "\\\\files.example.com\\fail;back",
            "\\\\files.example.com\\$(ESCAPE_NONE(x))",
            "\\\\files.example.com\\hidden$",
            "\\\\files.example.com\\..\\else",
            "\\\\files.example.com\\failback ",
            "//files.example.com/failback",
            "\\\\files.example.com\\" + "f".repeat(160));
    private static final List<String> LOCAL_FOLDER = List.of(
            "D:",
            "D:\\",
            "D:Failback",
            "D:\\Failback\\",
            "\\\\files.example.com\\failback",
            "/var/failback",
            "D:/Failback",
            "D:\\Fail'back",
            "D:\\Fail%back",
            "D:\\..\\Failback",
            "D:\\Failback & del",
            "DD:\\Failback",
            "D:\\" + "f".repeat(160));
    private static final List<String> LOGIN = List.of(
            "fail back",
            "fail;back",
            "fail'back",
            "[failback]",
            "\"failback\"",
            "A\\B\\C",
            "\\failback",
            "-failback",
            "f".repeat(129));
    private static final List<String> NAME =
            List.of("Ham'burg", "Ham;burg", "-Hamburg", "Hamburg ", "Ham\\burg", "H".repeat(41));
    private static final List<String> PORT = List.of("0", "65536", "-1", "1433 ", "http", "99999999999", "1e3");
    private static final List<String> FLAG = List.of("maybe", "TRUE", "1", "yes ");
    private static final List<String> TRUST_STORE =
            List.of("/no/such/file.pem", "/", "not\u0000a-path", "src/main/resources/estate-example.yaml");

    static final Map<String, List<String>> OF = Map.ofEntries(
            entry("Configuration.rehearsal", FLAG),
            entry("Pool.fqdn", FQDN),
            entry("Pool.product", List.of("lync", "lync-2010", "skype", "0")),
            entry("DataCenter.name", NAME),
            entry("SqlInstance.host", both(FQDN, "10.0.0.1", "localhost")),
            entry(
                    "SqlInstance.instanceName",
                    List.of(
                            "MSSQLSERVER",
                            "mssqlserver",
                            "Default",
                            "1RTC",
                            "RT C",
                            "RTC-1",
                            "RTC\\X",
                            "RTC'",
                            "R".repeat(17))),
            entry("SqlInstance.port", PORT),
            entry("SqlInstance.connectTo", both(FQDN, "256.0.0.1", "10.0.0", "10.0.0.1:1433", "::1")),
            entry("SqlInstance.trustStore", TRUST_STORE),
            entry("Credential.user", LOGIN),
            entry(
                    "Credential.passwordFrom",
                    List.of(
                            "Hunter2.Hunter2",
                            "env:",
                            "env:NOT-A-NAME",
                            "env:NOBODY_EVER_SET_THIS",
                            "env:EMPTY",
                            "file:secrets/look",
                            "file:/no/such/secret",
                            "file:/",
                            "file:not\u0000a-path",
                            "vault:failback")),
            entry("Storage.backupShare", SHARE),
            entry("Storage.primaryFolder", LOCAL_FOLDER),
            entry("Storage.copyFolder", LOCAL_FOLDER),
            entry("Storage.logShippingFolder", SHARE),
            entry("Schedule.backUp", minutes()),
            entry("Schedule.copy", minutes()),
            entry("Schedule.restore", minutes()),
            entry("LogShipping.keepFiles", times("59s", "31d")),
            entry("LogShipping.keepHistory", times("59s", "31d")),
            entry("LogShipping.backupAlert", times("59s", "31d")),
            entry("LogShipping.restoreAlert", times("59s", "31d")),
            entry("Endpoint.scheme", List.of("http", "ftp", "https:")),
            entry("Endpoint.host", both(FQDN, "10.0.0.1", "https://admin1.example.com")),
            entry("Endpoint.port", PORT),
            entry("Endpoint.trustStore", TRUST_STORE),
            entry("Endpoint.authentication", List.of("credssp", "certificate", "none")),
            entry("ChatServer.fqdn", FQDN),
            entry("ChatServer.dataCenter", NAME),
            entry("ChatServer.lowLatencyLink", FLAG),
            entry("ChatServer.target", FLAG),
            entry("Deadlines.sqlServer", times("999ms", "601s")),
            entry("Deadlines.cmdlet", times("999ms", "11m")),
            entry("Deadlines.readiness", times("0s", "601s")),
            entry("Settings.jobLock", times("9s", "61m")),
            entry("Watcher.sqlServer", times("99ms", "61s")),
            entry("Watcher.winrm", times("99ms", "11m")),
            entry("Settings.quiescenceInterval", times("999ms", "61m")),
            entry("Settings.complianceWait", times("999ms", "25h")),
            entry("Settings.replicationWait", times("999ms", "241m")),
            entry("Settings.reportSlowAfter", times("999ms", "8d")),
            entry("Settings.fence", List.of("tail", "read-only", "off")),
            entry("Settings.goLiveOrder", List.of("documented", "servers-first", "off")),
            entry("Settings.agentProbe", List.of("no", "cmdexec", "dba")),
            entry("Settings.owner", LOGIN),
            entry("Gates.confirmRebuild", times("59s", "31d")),
            entry("Gates.approveOverwrite", times("59s", "31d")),
            entry("Gates.confirmActiveServers", times("59s", "31d")),
            entry("Gates.approveGoLive", times("59s", "31d")),
            entry("Gates.approveRestoreCopy", times("59s", "31d")),
            entry("Gates.confirmChatWorks", times("59s", "31d")),
            entry("Gates.approveOutage", times("59s", "31d")),
            entry("Gates.approveRestore", times("59s", "31d")),
            entry("Gates.decideHowToGoOn", times("59s", "31d")),
            entry(
                    "Settings.shareFreeSpace",
                    List.of("500", "500G", "0GB", "1023KB", "1.5TB", "-1GB", "1000000TB", "lots")));

    private WrongValues() {}

    private static List<String> minutes() {
        return times("59s", "90s", "721m");
    }

    private static List<String> times(String... outside) {
        return both(List.of("20", "-1s", "20 s", "1.5m", "20S", "PT20S", "soon", "9999999999s"), outside);
    }

    private static List<String> both(List<String> some, String... others) {
        return Stream.concat(some.stream(), Stream.of(others)).toList();
    }
}
