package org.failback.sqlserver;

import java.util.List;
import java.util.Map;
import org.failback.estate.Settings.AgentProbe;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/**
 * Proves what the procedure asks of the SQL Server Agent account on B: that it reads the share and writes the copy folder.
 * Listing a folder proves neither, so it copies a real file that the engine wrote.
 */
final class ProbeAgentAccount implements Step {
    static final String NAME = "probeAgentAccount";

    private final Ground ground;

    ProbeAgentAccount(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Probe the SQL Server Agent account on " + ground.backup().serverName();
    }

    @Override
    public Gate gate() {
        return Gate.NONE;
    }

    @Override
    public boolean longRunning() {
        return true;
    }

    static String backupName(String run) {
        return "Failback " + run + " probe";
    }

    private boolean attested() {
        return ground.settings().agentProbe() == AgentProbe.ATTESTED;
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
                        ground.backup(),
                        run,
                        inquiry -> Privileges.objection(inquiry, ground.backup())
                                .orElseGet(() -> LongWork.decide(
                                        "The probe of the SQL Server Agent account on "
                                                + ground.backup().serverName(),
                                        LongWork.truth(inquiry, ground.job(ground.backup(), NAME), run),
                                        () -> new JobLook(inquiry)
                                                .succeeded(ground.job(ground.backup(), NAME), run.id()).stream()
                                                        .findFirst()
                                                        .map(job -> Finding.done(
                                                                "The Agent account reads the share and writes the copy folder.",
                                                                LongWork.evidence(job))),
                                        () -> Finding.needed("The Agent account is not probed yet.", Map.of()))));
    }

    @Override
    public List<Command> commands(Facts facts) {
        if (attested()) {
            return List.of();
        }
        String server = ground.backup().serverName();
        String file = "agent_probe_" + facts.get(Facts.RUN) + "_" + facts.get(Facts.ATTEMPT) + ".bak";
        String onShare = new Folder(ground.estate().storage().backupShare()).file(file);
        String copy = Tsql.path(new Folder(ground.estate().storage().copyFolder()).file(file));
        Guard guard = Guard.on(ground.backup());
        String write = BackupBatch.database(
                guard,
                "model",
                "COPY_ONLY, ",
                onShare,
                backupName(facts.get(Facts.RUN)),
                "A small file for the Agent account to read",
                "this is not " + server + ".");
        return List.of(ground.job(ground.backup(), NAME)
                .start(
                        facts,
                        guard,
                        "Writes a small file to the share and lets the Agent account of " + server
                                + " copy it to the copy folder and delete the copy.",
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
                                        "cmd.exe /d /c copy /y " + Tsql.path(onShare) + " " + copy + " && del " + copy,
                                        JobStep.Then.SUCCEED,
                                        JobStep.Then.FAIL))));
    }
}
