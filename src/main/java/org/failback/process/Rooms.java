package org.failback.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.failback.estate.Configuration;
import org.failback.estate.Estate;
import org.failback.estate.Secrets;
import org.failback.estate.Settings;
import org.failback.estate.Settings.GoLiveOrder;
import org.failback.lync.LyncSteps;
import org.failback.lync.ManagementShell;
import org.failback.lync.winrm.Timeouts;
import org.failback.lync.winrm.WinRm;
import org.failback.sqlserver.EndState;
import org.failback.sqlserver.ExpectedDurations;
import org.failback.sqlserver.MssqlServers;
import org.failback.sqlserver.SqlServerChecks;
import org.failback.sqlserver.SqlServerSteps;
import org.failback.sqlserver.SqlServerTransport;
import org.failback.step.Check;
import org.failback.step.CheckReadiness;
import org.failback.step.Claim;
import org.failback.step.Run;
import org.failback.step.Step;
import org.failback.step.Transport;
import org.springframework.core.env.Environment;

/** The two rooms that reach the estate, opened for one estate, and the procedure made of their steps. */
public final class Rooms implements AutoCloseable {
    /** Groups below {@code failback} that others read. */
    private static final String[] OTHERS = {"data", "access"};

    private final MssqlServers servers;
    private final WinRm winRm;
    private final ExecutorService looks;
    private final SqlServerSteps sqlServer;
    private final EndState endState;
    private final ExpectedDurations durations;
    private final LyncSteps lync;
    private final List<Transport> transports;
    private final Procedure procedure;
    private final Set<String> lyncSteps;

    private Rooms(Estate estate, Settings settings, Clock clock, ObjectMapper json) {
        Secrets secrets = new Secrets();
        looks = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "look");
            thread.setDaemon(true);
            return thread;
        });
        servers = new MssqlServers(secrets);
        winRm = new WinRm(secrets::password, Timeouts.standard());
        ManagementShell shell = new ManagementShell(winRm, json);
        sqlServer = new SqlServerSteps(estate, settings, servers, clock);
        durations = new ExpectedDurations(estate, settings, servers, clock);
        endState = new EndState(estate, settings, servers, clock);
        lync = new LyncSteps(estate, settings, shell, looks, clock, json, sqlServer.onlyPrimaryServes());
        transports = List.of(new SqlServerTransport(servers), shell);
        List<Check> checks = new ArrayList<>(new SqlServerChecks(estate, settings, servers, clock).all());
        checks.addAll(lync.checks());
        procedure = procedure(
                new CheckReadiness(checks, looks, settings.deadlines().readiness(), clock, json),
                settings.goLiveOrder());
        lyncSteps = lync.all().stream().map(Step::name).collect(Collectors.toSet());
    }

    /** Opens no connection yet. */
    public static Rooms open(Estate estate, Settings settings, Clock clock, ObjectMapper json) {
        return new Rooms(estate, settings, clock, json);
    }

    /**
     * The same, from configuration.
     *
     * @throws org.failback.estate.WrongConfiguration with every problem there is
     */
    public static Rooms open(Environment environment, Clock clock, ObjectMapper json) {
        Configuration configuration = configuration(environment);
        return open(configuration.requiredEstate(), configuration.settings(), clock, json);
    }

    /**
     * Reads what is configured and opens nothing.
     *
     * @throws org.failback.estate.WrongConfiguration with every problem there is
     */
    public static void checkConfiguration(Environment environment) {
        configuration(environment).requiredEstate();
    }

    static Configuration configuration(Environment environment) {
        return Configuration.from(environment, OTHERS);
    }

    public Procedure procedure() {
        return procedure;
    }

    List<Transport> transports() {
        return transports;
    }

    /** What a finished run left behind, looked at once more. */
    public List<Claim> endState(Run run) {
        return endState.claims(run);
    }

    boolean isLync(Step step) {
        return lyncSteps.contains(step.name());
    }

    /** By step name, from the servers' own history; what is not known is not there. */
    Map<String, Duration> expectedDurations() {
        return durations.byStep();
    }

    private Procedure procedure(Step checkReadiness, GoLiveOrder order) {
        List<Procedure.Part> parts = new ArrayList<>();
        add(
                parts,
                "Prove readiness",
                Procedure.When.ALWAYS,
                checkReadiness,
                sqlServer.probeAgentAccount(),
                sqlServer.probePrimaryAgentAccount());
        String out = "Take chat out of service";
        add(
                parts,
                out,
                Procedure.When.ALWAYS,
                sqlServer.markPrimary(),
                sqlServer.markBackup(),
                lync.clearActiveServers(),
                lync.awaitClearing());
        add(parts, out, Procedure.When.ON_DECISION, lync.stopChatServices(), sqlServer.endSessions());
        add(
                parts,
                out,
                Procedure.When.ALWAYS,
                sqlServer.proveQuiescence(),
                sqlServer.drainCompliance(),
                sqlServer.backUpMgccomp());
        add(
                parts,
                "Remove mirroring",
                Procedure.When.ALWAYS,
                sqlServer.removeMirroringFromMgc(),
                sqlServer.removeMirroringFromMgccomp());
        add(
                parts,
                "Back up mgc",
                Procedure.When.ALWAYS,
                sqlServer.checkMgcOnBackup(),
                sqlServer.backUpMgc(),
                sqlServer.fenceMgc(),
                sqlServer.verifyBackup());
        add(
                parts,
                "Restore mgc",
                Procedure.When.ALWAYS,
                sqlServer.bringPrimaryOnline(),
                sqlServer.removeMirroringFromPrimary(),
                sqlServer.keepSafetyCopy(),
                sqlServer.restoreMgc(),
                sqlServer.checkMgcOnPrimary(),
                sqlServer.proveEquality(),
                sqlServer.alignOwnerAndUsers());
        add(
                parts,
                "Back up the primary",
                Procedure.When.ALWAYS,
                sqlServer.backUpPrimary(),
                sqlServer.verifyPrimaryBackup(),
                sqlServer.readCopiesBack());
        add(
                parts,
                "Set up log shipping",
                Procedure.When.ALWAYS,
                sqlServer.initializeSecondary(),
                sqlServer.addLogShippingPrimary(),
                sqlServer.addLogShippingSecondary(),
                sqlServer.registerSecondary(),
                sqlServer.backUpLog(),
                sqlServer.copyLog(),
                sqlServer.restoreLog(),
                sqlServer.enableLogShipping());
        add(
                parts,
                "Prepare going live",
                Procedure.When.ALWAYS,
                lync.startChatServices(),
                lync.checkActiveServers(),
                sqlServer.proveOnlyPrimaryServes());
        Step servers = lync.setActiveServers();
        Step state = lync.setPoolState();
        boolean stateFirst = order == GoLiveOrder.STATE_FIRST;
        add(
                parts,
                "Go live",
                Procedure.When.ALWAYS,
                stateFirst ? state : servers,
                stateFirst ? servers : state,
                lync.awaitGoLive(),
                lync.awaitLocalStores(),
                sqlServer.awaitSessions());
        add(
                parts,
                "Clear up",
                Procedure.When.ALWAYS,
                sqlServer.removeJobsFromPrimary(),
                sqlServer.removeJobsFromBackup(),
                sqlServer.proveFailback());
        add(parts, "Look at the backup copy", Procedure.When.GOING_BACK, sqlServer.checkBackupCopy());
        add(
                parts,
                "Restore the backup copy",
                Procedure.When.GOING_BACK,
                sqlServer.removeLogShippingFromPrimary(),
                sqlServer.removeLogShippingFromBackup(),
                sqlServer.fencePrimary(),
                sqlServer.restoreBackupCopy(),
                sqlServer.checkRestoredCopy(),
                sqlServer.alignRestoredCopy(),
                sqlServer.proveRestoredCopy());
        add(
                parts,
                "Go back",
                Procedure.When.GOING_BACK,
                sqlServer.liftFence(),
                lync.resetActiveServers(),
                lync.awaitResetting(),
                sqlServer.proveWayBack());
        return new Procedure(parts);
    }

    private static void add(List<Procedure.Part> parts, String phase, Procedure.When when, Step... steps) {
        for (Step step : steps) {
            parts.add(new Procedure.Part(phase, step, when));
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
        winRm.close();
        servers.close();
    }
}
