package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.failback.estate.SqlInstance;
import org.failback.step.CheckResult;

/** Are mgc and mgccomp on each instance in the state that a failover leaves? */
final class DatabaseChecks {
    private DatabaseChecks() {}

    /** B: the only live copy. */
    static List<CheckResult> onBackup(Inquiry inquiry, SqlInstance instance, String database) {
        String name = "State of " + database;
        String host = instance.serverName();
        Optional<Database> found = Database.of(inquiry, database);
        if (found.isEmpty()) {
            return List.of(CheckResult.failed(
                    name, host, "There is none.", "See whether the right instance is configured as backup."));
        }
        Database now = found.get();
        if (!now.serving() || now.mirrored() && !now.principal()) {
            return List.of(CheckResult.failed(
                    name,
                    host,
                    now.inWords(),
                    "It must serve: ONLINE, MULTI_USER, and principal if mirrored. If the live copy is on its mirror, fail"
                            + " mirroring over to " + host + " first."));
        }
        if (database.equals(Database.MGC) && !now.recoveryModel().equals("FULL")) {
            return List.of(CheckResult.failed(
                    name,
                    host,
                    "Recovery model " + now.recoveryModel(),
                    "The fence backs up the tail of the log, which needs the FULL recovery model and a full backup."));
        }
        return List.of(CheckResult.ok(name, host, now.inWords() + ", " + now.recoveryModel()));
    }

    /** P: freshly installed by Topology Builder, perhaps mirrored already. */
    static List<CheckResult> onPrimary(Inquiry inquiry, SqlInstance instance, String database) {
        String name = "State of " + database;
        String host = instance.serverName();
        Optional<Database> found = Database.of(inquiry, database);
        String evidence = found.map(Database::inWords).orElse("missing");
        Optional<EarlierAttempt> earlier = database.equals(Database.MGC)
                ? found.filter(DatabaseChecks::outOfUse).flatMap(mgc -> EarlierAttempt.of(inquiry, mgc))
                : Optional.empty();
        if (earlier.isPresent()) {
            return List.of(
                    CheckResult.ok(name, host, evidence + ": " + earlier.get().words()));
        }
        if (found.filter(now -> now.online() && (!now.mirrored() || now.principal()))
                .isEmpty()) {
            return List.of(CheckResult.failed(
                    name,
                    host,
                    evidence,
                    "Install " + database + " with Topology Builder on the rebuilt primary, or bring it ONLINE."));
        }
        return List.of(
                found.get().mirrored()
                        ? CheckResult.confirm(
                                name,
                                host,
                                evidence,
                                "Mirroring is removed before the restore and is not set up again by this run.")
                        : CheckResult.ok(name, host, evidence));
    }

    private static boolean outOfUse(Database mgc) {
        return !mgc.mirrored() && (mgc.is("OFFLINE") || mgc.restoring());
    }

    /** A mirror: whatever it holds, it must not be ONLINE beside the live copy, since clients try it too. */
    static List<CheckResult> onMirror(Inquiry inquiry, SqlInstance instance) {
        Optional<Database> found = Database.of(inquiry, Database.MGC);
        String evidence = found.map(Database::inWords).orElse("no mgc");
        return List.of(
                found.filter(Database::online).isPresent()
                        ? CheckResult.failed(
                                "State of mgc",
                                instance.serverName(),
                                evidence,
                                found.filter(Database::principal).isPresent()
                                        ? "It is the principal: the live copy may be this one. Fail mirroring over to its partner"
                                                + " first, and take nothing OFFLINE."
                                        : "A mirror's mgc must not be ONLINE beside the live copy. Find out which copy is the live"
                                                + " one, then take this one OFFLINE.")
                        : CheckResult.ok("State of mgc", instance.serverName(), evidence));
    }

    /** Is P really the rebuilt, empty one? */
    static List<CheckResult> rebuilt(Inquiry primary, Inquiry backup, SqlInstance p) {
        String name = "Primary rebuilt";
        Optional<Database> found = Database.of(primary, Database.MGC);
        Optional<Database> here = found.filter(Database::online);
        Optional<Database> there = Database.of(backup, Database.MGC).filter(Database::online);
        Optional<EarlierAttempt> earlier = found.flatMap(mgc -> EarlierAttempt.of(primary, mgc));
        if (found.filter(DatabaseChecks::outOfUse).isPresent() && earlier.isPresent() && there.isPresent()) {
            return List.of(leftBehind(backup, p, found.get(), earlier.get()));
        }
        if (here.isEmpty() || there.isEmpty()) {
            return List.of(CheckResult.unknown(
                    name,
                    p.serverName(),
                    "mgc is not ONLINE on both instances.",
                    "Bring it ONLINE on both, then check again."));
        }
        Contents onPrimary = Contents.of(primary);
        Contents onBackup = Contents.of(backup);
        String evidence = onPrimary.messages() + " messages here, " + onBackup.messages() + " on the backup; "
                + (here.get().family().equalsIgnoreCase(there.get().family()) ? "same" : "another") + " family";
        if (onPrimary.newestTicks() > onBackup.newestTicks()) {
            return List.of(CheckResult.failed(
                    name,
                    p.serverName(),
                    evidence + "; its newest message is newer than the backup's",
                    "The primary holds what the backup does not: it was not rebuilt, or it served meanwhile. Overwriting it"
                            + " would lose that."));
        }
        if (here.get().family().isEmpty() || there.get().family().isEmpty()) {
            return List.of(CheckResult.unknown(
                    name,
                    p.serverName(),
                    evidence + ", but a family cannot be read",
                    "Grant the login that looks VIEW SERVER STATE on both instances."));
        }
        if (here.get().family().equalsIgnoreCase(there.get().family())) {
            return List.of(
                    CheckResult.confirm(
                            name,
                            p.serverName(),
                            evidence,
                            earlier.map(attempt -> "An earlier attempt of the failback left this mgc here: "
                                            + attempt.words()
                                            + ". Confirm that chat was never served from it; a safety copy is kept, and"
                                            + " then it is overwritten.")
                                    .orElse(
                                            "mgc here descends from the same database as on the backup, and no earlier failback"
                                                    + " restored it: the primary was not rebuilt. Confirm that it may be overwritten.")));
        }
        return List.of(
                onPrimary.messages() == 0
                        ? CheckResult.ok(name, p.serverName(), evidence)
                        : CheckResult.confirm(
                                name,
                                p.serverName(),
                                evidence,
                                "A rebuilt mgc is empty. Confirm that its messages may be overwritten; a safety copy is kept."));
    }

    /** Not ONLINE, so nobody can look into it; what B was made from says whether P may have served since. */
    private static CheckResult leftBehind(Inquiry backup, SqlInstance p, Database mgc, EarlierAttempt earlier) {
        String name = "Primary rebuilt";
        String evidence = mgc.inWords() + ", left by an earlier attempt of the failback: " + earlier.words();
        if (earlier.nothingOfItsOwn()) {
            return CheckResult.confirm(
                    name,
                    p.serverName(),
                    evidence,
                    "Nobody can have written to it since. Confirm that it may be overwritten as it is"
                            + (earlier.copy().isPresent() ? "." : ", without a safety copy of its own."));
        }
        boolean backupMadeFromIt = backup.ask(Lookup.LAST_FULL_RESTORE, Database.MGC).stream()
                .anyMatch(row -> row.text("server_name").equalsIgnoreCase(p.serverName()));
        return backupMadeFromIt
                ? CheckResult.failed(
                        name,
                        p.serverName(),
                        evidence + "; but mgc on the backup was made from it later",
                        "It may have served since, and hold messages that are nowhere else. Bring it ONLINE, let nobody use it,"
                                + " and check again: then it is compared with the backup's.")
                : CheckResult.confirm(
                        name,
                        p.serverName(),
                        evidence,
                        "Confirm that chat was never served from it. It is brought ONLINE for a safety copy and overwritten"
                                + " then; if it holds newer messages than the backup, it is not.");
    }

    /** Whether the primary could read what an encrypted mgc was backed up to. */
    static List<CheckResult> encryption(Inquiry primary, Inquiry backup, SqlInstance p, SqlInstance b) {
        String name = "Encryption of mgc";
        boolean encrypted =
                backup.ask(Lookup.DATABASE, Database.MGC).stream().anyMatch(row -> row.flag("is_encrypted"));
        if (!encrypted) {
            return List.of(CheckResult.ok(name, b.serverName(), "not encrypted"));
        }
        Set<String> needed = backup.ask(Lookup.ENCRYPTOR, Database.MGC).stream()
                .map(row -> row.text("thumbprint"))
                .collect(Collectors.toSet());
        boolean readable = !needed.isEmpty()
                && primary.ask(Lookup.CERTIFICATES).stream()
                        .filter(row -> !row.text("private_key").equals("NO_PRIVATE_KEY"))
                        .map(row -> row.text("thumbprint"))
                        .collect(Collectors.toSet())
                        .containsAll(needed);
        String evidence = "mgc is encrypted by the certificate " + String.join(", ", needed);
        return List.of(
                readable
                        ? CheckResult.ok(name, p.serverName(), evidence + ", which is there with its private key")
                        : CheckResult.failed(
                                name,
                                p.serverName(),
                                evidence + ", which is not there with a private key.",
                                "Back up that certificate and its private key on " + b.serverName()
                                        + " and create it on "
                                        + p.serverName() + " (CREATE CERTIFICATE … WITH PRIVATE KEY), then check again;"
                                        + " no backup of mgc can be read there without it (error 33111)."));
    }

    static List<CheckResult> portable(Inquiry inquiry, SqlInstance instance) {
        List<CheckResult> lines = new ArrayList<>();
        String host = instance.serverName();
        if (Database.of(inquiry, Database.MGC).filter(Database::online).isPresent()) {
            String features = inquiry.ask(Lookup.EDITION_FEATURES).stream()
                    .map(row -> row.text("feature_name"))
                    .collect(Collectors.joining(", "));
            lines.add(
                    features.isEmpty()
                            ? CheckResult.ok("Edition features of mgc", host, "none")
                            : CheckResult.confirm(
                                    "Edition features of mgc",
                                    host,
                                    features,
                                    "Confirm that the primary's edition has them (error 909 otherwise)."));
        }
        lines.add(LastCheck.of(inquiry)
                .map(at -> CheckResult.ok("Last integrity check of mgc", host, at.toString()))
                .orElseGet(() -> CheckResult.confirm(
                        "Last integrity check of mgc",
                        host,
                        "none that this login can see",
                        "This run checks mgc before it is backed up; count on the time that takes.")));
        return lines;
    }
}
