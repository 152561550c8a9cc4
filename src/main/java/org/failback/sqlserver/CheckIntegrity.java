package org.failback.sqlserver;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.failback.estate.SqlInstance;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/**
 * Checks every page of mgc: on B before the backup that becomes the only copy, on P after the restore, and on B again
 * where it was restored on the way back.
 */
final class CheckIntegrity implements Step {
    /** msdb keeps some dates in whole seconds, others finer. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    private final String name;
    private final SqlInstance instance;
    private final Gate gate;
    private final boolean sinceRestore;
    private final Ground ground;

    private CheckIntegrity(String name, SqlInstance instance, Gate gate, boolean sinceRestore, Ground ground) {
        this.name = name;
        this.instance = instance;
        this.gate = gate;
        this.sinceRestore = sinceRestore;
        this.ground = ground;
    }

    static CheckIntegrity onBackup(Ground ground) {
        return new CheckIntegrity("checkMgcOnBackup", ground.backup(), Gate.OUTAGE_AND_PLAN, false, ground);
    }

    static CheckIntegrity onPrimary(Ground ground) {
        return new CheckIntegrity("checkMgcOnPrimary", ground.primary(), Gate.RESTORE, true, ground);
    }

    static CheckIntegrity ofRestoredCopy(Ground ground) {
        return new CheckIntegrity("checkRestoredCopy", ground.backup(), Gate.RESTORE_COPY, true, ground);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "Check the integrity of mgc on " + instance.serverName();
    }

    @Override
    public Gate gate() {
        return gate;
    }

    @Override
    public boolean longRunning() {
        return true;
    }

    private AgentJob job() {
        return ground.job(instance, name);
    }

    @Override
    public Finding look(Run run) {
        return ground.looks()
                .at(
                        instance,
                        run,
                        inquiry ->
                                ground.footing(instance).objection(inquiry, run).orElseGet(() -> judged(inquiry, run)));
    }

    private Finding judged(Inquiry inquiry, Run run) {
        JobTruth truth = LongWork.truth(inquiry, job(), run);
        return LongWork.decide(
                "The integrity check of mgc on " + instance.serverName(),
                truth,
                () -> done(inquiry, run, truth),
                () -> before(inquiry));
    }

    /** A check counts from the moment from which on the database is what it is now. */
    private Optional<Finding> done(Inquiry inquiry, Run run, JobTruth now) {
        LocalDateTime since = sinceRestore
                ? inquiry.ask(Lookup.RESTORES, Database.MGC).stream()
                        .findFirst()
                        .map(row -> row.time("restore_date"))
                        .orElse(LocalDateTime.MAX)
                : ground.mark().find(inquiry).map(Mark.Found::since).orElse(LocalDateTime.MAX);
        Optional<JobTruth> checked = Stream.concat(
                        Stream.of(now).filter(truth -> truth.is(JobTruth.State.SUCCEEDED)),
                        new JobLook(inquiry).succeeded(job(), run.id()).stream())
                .filter(truth -> !truth.created().isBefore(since.minus(ROUNDING)))
                .findFirst();
        if (checked.isPresent()) {
            return Optional.of(Finding.done("DBCC CHECKDB found nothing.", LongWork.evidence(checked.get())));
        }
        return LastCheck.of(inquiry)
                .filter(at -> !at.isBefore(since))
                .map(at -> Finding.done(
                        "DBCC CHECKDB, run by hand, found nothing.", Map.of("last good check", at.toString())));
    }

    private Finding before(Inquiry inquiry) {
        Optional<Database> found = Database.of(inquiry, Database.MGC);
        Map<String, String> evidence = found.map(Database::evidence).orElse(Map.of());
        return found.filter(Database::online).isPresent()
                ? Finding.needed("mgc on " + instance.serverName() + " is not checked yet.", evidence)
                : Finding.blocked(
                        "mgc on " + instance.serverName() + " is "
                                + found.map(Database::inWords).orElse("missing") + ", so it cannot be checked.",
                        "Bring it ONLINE, then try again.",
                        "DBA",
                        evidence);
    }

    @Override
    public List<Command> commands(Facts facts) {
        Guard guard = ground.guard(instance, facts);
        String step = "SET QUOTED_IDENTIFIER ON;\n"
                + guard.and("EXISTS (SELECT 1 FROM sys.databases WHERE name = N'mgc' AND state_desc = N'ONLINE')")
                        .around(
                                "DBCC CHECKDB (N'mgc') WITH NO_INFOMSGS, ALL_ERRORMSGS;",
                                "This is not " + instance.serverName() + " held by this run, or mgc is not ONLINE.");
        return List.of(job().start(
                        facts,
                        guard,
                        "Reads every page of mgc on " + instance.serverName() + " and checks it; nothing is changed.",
                        "Run " + facts.get(Facts.RUN) + ": checks the integrity of mgc.",
                        List.of(JobStep.only("Check mgc", step))));
    }
}
