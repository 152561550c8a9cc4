package org.failback.chaos;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Brings a night to a stand at a boundary, by what the lab is ordered to hold there. */
final class Stalls {
    /** Longest way from one boundary to the next, a start of the application included. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Right after its command; then the engine commits, and the watcher begins. */
    private static final int LOOKS_OF_A_STEP = 2;

    /** Cmdlets of scripts that only look; those that change something look by others when they are done. */
    private static final List<String> LOOKS = List.of(
            "Get-CsService -PersistentChatDatabase",
            "Get-CsManagementStoreReplicationStatus",
            "Get-CsWindowsService",
            "Get-CsPersistentChatState -LocalStore");

    private final LabProcess lab;

    Stalls(LabProcess lab) {
        this.lab = lab;
    }

    /** To be ordered before the application can come so far. */
    void arm(Boundary boundary) {
        SentCommand command = boundary.command();
        if (boundary.moment() == Moment.WAITING) {
            lab.order(command.server(), "EXEC lab.dbo.stall_next N'" + command.longStatement() + "', @at_percent = 50");
            return;
        }
        if (command.isCmdlet()) {
            lab.order(
                    lab.primary(),
                    "EXEC lab.dbo.hang_cmdlet N'" + command.cmdlet().replace("'", "''") + "', N'" + when(boundary)
                            + "'");
        } else {
            lab.order(command.server(), order("hold_next", boundary));
        }
    }

    /** The connection is lost there; the application lives on. */
    void armLoss(Boundary boundary) {
        lab.order(boundary.command().server(), order("lose_next", boundary));
    }

    /** The WinRM service goes, and with it whatever runs in its shells. */
    void loseShells() {
        lab.order(lab.primary(), "EXEC lab.dbo.restart_winrm; EXEC lab.dbo.release_cmdlets");
    }

    private static String order(String procedure, Boundary boundary) {
        return "EXEC lab.dbo." + procedure + " @like = N'"
                + boundary.command().like().replace("'", "''") + "', @when = N'" + when(boundary)
                + "', @program = N'" + LabProcess.PRODUCT + "'";
    }

    private static String when(Boundary boundary) {
        return boundary.moment() == Moment.ARRIVED ? "before" : "after";
    }

    /** Until the application stands there. */
    void await(Boundary boundary, Child... nodes) {
        SentCommand command = boundary.command();
        if (boundary.moment() == Moment.WAITING) {
            awaitWaiting(boundary, nodes);
            return;
        }
        any(
                nodes,
                () -> command.isCmdlet() ? lab.isCmdletHeld(command.cmdlet()) : lab.isHeld(command.server()),
                boundary.toString());
        if (boundary.moment() == Moment.ANSWERED) {
            letAnswerOut(command);
            any(nodes, this::isNextHeld, boundary.toString());
        }
    }

    /** The answer goes out, and whatever is asked next is held, wherever it goes. */
    private void letAnswerOut(SentCommand command) {
        String hold = "EXEC lab.dbo.hold_next N'%', @times = 0, @program = N'" + LabProcess.PRODUCT + "'";
        for (String server : lab.servers()) {
            if (!server.equals(command.server())) {
                lab.order(server, hold);
            }
        }
        String hang = LOOKS.stream()
                .map(look -> "EXEC lab.dbo.hang_cmdlet N'" + look + "'")
                .collect(Collectors.joining("; "));
        if (command.isCmdlet()) {
            lab.order(lab.primary(), "EXEC lab.dbo.release_cmdlets; " + hang);
        } else {
            lab.order(lab.primary(), hang);
            lab.order(command.server(), "EXEC lab.dbo.release; " + hold);
        }
    }

    private boolean isNextHeld() {
        return !lab.held().isEmpty() || LOOKS.stream().anyMatch(lab::isCmdletHeld);
    }

    /** The server works, and the application has looked more often than a step does: only the watcher does that. */
    private void awaitWaiting(Boundary boundary, Child... nodes) {
        String half = "SELECT 1 FROM sys.dm_exec_requests WHERE percent_complete BETWEEN 49 AND 51";
        any(nodes, () -> !lab.ask(boundary.command().server(), half).isEmpty(), boundary.toString());
        int looks = lab.jobLooks(boundary.command().server());
        any(
                nodes,
                () -> lab.jobLooks(boundary.command().server()) > looks + LOOKS_OF_A_STEP,
                boundary + ", looks of the watcher");
    }

    private static void any(Child[] nodes, BooleanSupplier condition, String what) {
        AtomicBoolean there = new AtomicBoolean();
        Waiting.until(
                () -> {
                    there.set(condition.getAsBoolean());
                    return there.get() || Arrays.stream(nodes).noneMatch(Child::isAlive);
                },
                PATIENCE,
                () -> what + "; " + nodes[0].last());
        if (!there.get()) {
            throw new AssertionError("It ended before " + what + "; it last said: " + nodes[0].last());
        }
    }

    /** SIGKILL; the only node there is leaves nothing behind that is held. */
    void kill(Child only) {
        List<List<String>> held = lab.held();
        only.kill();
        awaitGone(held, held.size());
    }

    /** SIGKILL; of what is held something was the killed node's, and the rest is another's. */
    void killOneOfTwo(Child node) {
        List<List<String>> held = lab.held();
        node.kill();
        awaitGone(held, Math.min(1, held.size()));
    }

    /** The server has to notice that a client is dead: what it let go before that would still be done. */
    private void awaitGone(List<List<String>> held, int atLeast) {
        Waiting.until(
                () -> {
                    List<List<String>> now = lab.held();
                    return held.stream().filter(one -> !now.contains(one)).count() >= atLeast;
                },
                PATIENCE,
                () -> "the lab noticing that its client is dead");
    }

    /** The application is dead: whatever was held goes on as it would without it. */
    void letGo(Boundary boundary) {
        if (boundary.moment() == Moment.ARRIVED && boundary.command().isCmdlet()) {
            // As with a session of SQL Server: what had not begun ends with its client.
            lab.order(lab.primary(), "EXEC lab.dbo.restart_winrm");
        }
        lab.order(lab.primary(), "EXEC lab.dbo.release_cmdlets");
        lab.orderEverywhere("EXEC lab.dbo.release");
    }
}
