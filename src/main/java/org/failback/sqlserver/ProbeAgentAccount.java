package org.failback.sqlserver;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.failback.estate.Settings.AgentProbe;
import org.failback.estate.SqlInstance;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;
import org.failback.step.Verdict;

/**
 * Proves what the SQL Server Agent accounts may do, with a file that the engine writes: on B read the share and write the
 * copy folder (the first IMPORTANT note of the procedure), on P read the share and write log shipping's folder. Nothing of
 * it stays: P's Agent, which may write to the share, deletes the files.
 */
final class ProbeAgentAccount implements Step {
    static final String ON_BACKUP = "probeAgentAccount";
    static final String ON_PRIMARY = "probePrimaryAgentAccount";
    /** Number of the job step that the Agent's account runs itself. */
    private static final int COPY = 2;

    private final String name;
    private final SqlInstance instance;
    private final String target;
    private final Ground ground;

    private ProbeAgentAccount(String name, SqlInstance instance, String target, Ground ground) {
        this.name = name;
        this.instance = instance;
        this.target = target;
        this.ground = ground;
    }

    static ProbeAgentAccount onBackup(Ground ground) {
        return new ProbeAgentAccount(
                ON_BACKUP, ground.backup(), ground.estate().storage().copyFolder(), ground);
    }

    static ProbeAgentAccount onPrimary(Ground ground) {
        return new ProbeAgentAccount(
                ON_PRIMARY, ground.primary(), ground.estate().storage().logShippingFolder(), ground);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "Probe the SQL Server Agent account on " + instance.serverName();
    }

    @Override
    public Gate gate() {
        return Gate.NONE;
    }

    @Override
    public boolean longRunning() {
        return true;
    }

    private boolean attested() {
        return ground.settings().agentProbe() == AgentProbe.ATTESTED;
    }

    private static String file(boolean primary, String run, String attempt) {
        return "agent_probe_" + (primary ? "primary_" : "") + run + "_" + attempt + ".bak";
    }

    private static String backupName(String run) {
        return "Failback " + run + " probe";
    }

    /** What the probe on B wrote: it may only read there, so it cannot delete it. */
    @Override
    public Map<String, String> facts(Run run) {
        if (attested() || name.equals(ON_BACKUP)) {
            return Map.of();
        }
        Folder share = new Folder(ground.estate().storage().backupShare());
        List<String> files = IntStream.rangeClosed(1, run.attempt(ON_BACKUP))
                .mapToObj(attempt -> share.file(file(false, run.id(), String.valueOf(attempt))))
                .toList();
        return Map.of(FactName.PROBE_FILES, String.join("|", files));
    }

    @Override
    public Finding look(Run run) {
        if (attested()) {
            return Finding.done(
                    "The DBA attests the rights of the Agent account; nothing was probed.",
                    Map.of("configured", "agent-probe: attested"));
        }
        return ground.looks()
                .at(
                        instance,
                        run,
                        inquiry -> Privileges.objection(inquiry, instance)
                                .orElseGet(() ->
                                        look(inquiry, LongWork.truth(inquiry, ground.job(instance, name), run), run)));
    }

    private Finding look(Inquiry inquiry, JobTruth truth, Run run) {
        Finding finding = LongWork.decide(
                "The probe of the SQL Server Agent account on " + instance.serverName(),
                truth,
                () -> new JobLook(inquiry)
                        .succeeded(ground.job(instance, name), run.id()).stream()
                                .findFirst()
                                .map(job -> Finding.done(
                                        "The Agent account reads the share and writes " + target + ".",
                                        LongWork.evidence(job))),
                () -> Finding.needed("The Agent account is not probed yet.", Map.of()));
        return finding.is(Verdict.BLOCKED) && truth.failedStep() == COPY ? notCopied(truth) : finding;
    }

    /** The engine's part fails with a number; the Agent's own part only with words of the command line. */
    private Finding notCopied(JobTruth truth) {
        String server = instance.serverName();
        return Finding.blocked(
                "The SQL Server Agent account on " + server + " could not copy a file from the share to " + target
                        + " and delete it there. The job's own words: " + truth.words(),
                "Let the account of SQL Server Agent on " + server + " read "
                        + ground.estate().storage().backupShare() + ", and write to and delete from " + target
                        + ", then try again; log shipping moves every file with that account.",
                "DBA",
                LongWork.evidence(truth));
    }

    @Override
    public List<Command> commands(Facts facts) {
        if (attested()) {
            return List.of();
        }
        String server = instance.serverName();
        boolean primary = name.equals(ON_PRIMARY);
        String file = file(primary, facts.get(Facts.RUN), facts.get(Facts.ATTEMPT));
        String onShare = new Folder(ground.estate().storage().backupShare()).file(file);
        String copy = new Folder(target).file(file);
        Guard guard = Guard.on(instance);
        String write = BackupBatch.database(
                guard,
                "model",
                "COPY_ONLY, ",
                onShare,
                backupName(facts.get(Facts.RUN)),
                "A small file for the Agent account to read",
                "this is not " + server + ".");
        Stream<String> deleted = primary
                ? Stream.concat(
                        Stream.of(copy, onShare),
                        Stream.of(facts.get(FactName.PROBE_FILES).split("\\|")).filter(probe -> !probe.isEmpty()))
                : Stream.of(copy);
        return List.of(ground.job(instance, name)
                .start(
                        facts,
                        guard.and("NOT EXISTS (SELECT 1 FROM msdb.dbo.backupset b JOIN msdb.dbo.backupmediafamily f"
                                + " ON f.media_set_id = b.media_set_id\n                WHERE b.database_name = N'model' AND f.physical_device_name = "
                                + Tsql.literal(onShare) + ")"),
                        "Writes a small file to the share and lets the Agent account of " + server + " copy it to "
                                + target
                                + (primary ? "; then deletes every file of the probes." : " and delete the copy."),
                        "Run " + facts.get(Facts.RUN) + ": probes the rights of the Agent account.",
                        List.of(
                                new JobStep(
                                        "Write a file to the share",
                                        JobStep.Subsystem.TSQL,
                                        write,
                                        JobStep.Then.NEXT,
                                        JobStep.Then.FAIL),
                                new JobStep(
                                        "Copy it as the Agent account",
                                        JobStep.Subsystem.CmdExec,
                                        "cmd.exe /d /c copy /y " + Tsql.path(onShare) + " " + Tsql.path(copy)
                                                + deleted.map(Tsql::path)
                                                        // del tells nobody when it could not delete.
                                                        .map(path ->
                                                                " && del " + path + " && if exist " + path + " exit 1")
                                                        .collect(Collectors.joining()),
                                        JobStep.Then.SUCCEED,
                                        JobStep.Then.FAIL))));
    }
}
