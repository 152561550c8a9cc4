package org.failback.sqlserver;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.failback.estate.SqlInstance;
import org.failback.step.CheckResult;

/** Is this the right instance, of a version that the procedure works with, with a clock that agrees? */
final class IdentityChecks {
    /** Log shipping's alerts compare clocks; this much does no harm. */
    private static final Duration MOST_SKEW = Duration.ofMinutes(1);

    private IdentityChecks() {}

    static List<CheckResult> identity(Inquiry inquiry, SqlInstance instance, Clock clock) {
        ServerIdentity server = ServerIdentity.of(inquiry);
        String host = instance.serverName();
        List<CheckResult> lines = new ArrayList<>();
        String expected = host.toUpperCase(Locale.ROOT);
        if (!server.serverName().toUpperCase(Locale.ROOT).equals(expected)) {
            lines.add(CheckResult.failed(
                    "Server name",
                    host,
                    "The instance calls itself " + server.serverName() + ".",
                    "Correct host, instance name or port in the configuration; every command is refused otherwise."));
        } else if (!server.ownName().toUpperCase(Locale.ROOT).equals(expected)) {
            lines.add(CheckResult.failed(
                    "Server name",
                    host,
                    "@@SERVERNAME is \"" + server.ownName() + "\", as after a rename or a rebuild.",
                    "Correct it with sp_dropserver and sp_addserver '" + host
                            + "', 'local', and restart the instance."));
        } else {
            lines.add(CheckResult.ok("Server name", host, server.serverName()));
        }
        lines.add(version(server, host));
        lines.add(clock(server, host, clock));
        return lines;
    }

    private static CheckResult version(ServerIdentity server, String host) {
        String evidence = server.version() + ", " + server.edition();
        if (server.olderThan2008R2() || server.express()) {
            return CheckResult.failed(
                    "Version", host, evidence, "SQL Server 2008 R2 or later is needed, in an edition with an Agent.");
        }
        return server.olderThan2012()
                ? CheckResult.confirm(
                        "Version",
                        host,
                        evidence + "; the driver's makers no longer test with it",
                        "Rehearse with this version; it needs its TLS 1.2 update.")
                : CheckResult.ok("Version", host, evidence);
    }

    private static CheckResult clock(ServerIdentity server, String host, Clock clock) {
        Duration skew = Duration.between(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC), server.utc())
                .abs();
        String evidence = skew.toSeconds() + " s apart from this host";
        return skew.compareTo(MOST_SKEW) <= 0
                ? CheckResult.ok("Clock", host, evidence)
                : CheckResult.failed("Clock", host, evidence, "Set the clocks by the domain's time, then check again.");
    }

    static List<CheckResult> sameVersion(Inquiry primary, Inquiry backup, SqlInstance p, SqlInstance b) {
        ServerIdentity here = ServerIdentity.of(primary);
        ServerIdentity there = ServerIdentity.of(backup);
        String evidence = p.serverName() + " " + here.version() + ", " + b.serverName() + " " + there.version();
        List<CheckResult> lines = new ArrayList<>();
        lines.add(
                here.release().equals(there.release())
                        ? CheckResult.ok("Same version", p.serverName(), evidence)
                        : CheckResult.failed(
                                "Same version",
                                p.serverName(),
                                evidence,
                                "A backup is restored to the same or a newer version only, and log shipping goes the other way"
                                        + " afterwards, so both need the same release."));
        lines.add(
                here.collation().equals(there.collation())
                        ? CheckResult.ok("Same collation", p.serverName(), here.collation())
                        : CheckResult.confirm(
                                "Same collation",
                                p.serverName(),
                                here.collation() + " here, " + there.collation() + " on " + b.serverName(),
                                "Log shipping wants servers that compare names alike; confirm that these do."));
        return lines;
    }

    static List<CheckResult> samePartner(Inquiry principal, Inquiry mirror, SqlInstance first, SqlInstance second) {
        ServerIdentity here = ServerIdentity.of(principal);
        ServerIdentity there = ServerIdentity.of(mirror);
        boolean same = here.release().equals(there.release()) && here.edition().equals(there.edition());
        String evidence = first.serverName() + " " + here.release() + " " + here.edition() + ", " + second.serverName()
                + " " + there.release() + " " + there.edition();
        return List.of(
                same
                        ? CheckResult.ok("Mirroring partners alike", first.serverName(), evidence)
                        : CheckResult.confirm(
                                "Mirroring partners alike",
                                first.serverName(),
                                evidence,
                                "Mirroring needs the same version and edition on both; mirroring the primary later would fail."));
    }

    static List<CheckResult> encryption(Inquiry inquiry, SqlInstance instance) {
        String encrypted = inquiry.ask(Lookup.CONNECTION).stream()
                .findFirst()
                .map(row -> row.text("encrypt_option"))
                .orElse("");
        return List.of(
                encrypted.equals("TRUE")
                        ? CheckResult.ok("Encrypted connection", instance.serverName(), "TLS, server name verified")
                        : CheckResult.failed(
                                "Encrypted connection",
                                instance.serverName(),
                                "The server says that this connection is not encrypted.",
                                "Something between takes TLS away. Find it before a password goes that way again."));
    }
}
