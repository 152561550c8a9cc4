package org.failback.chaos;

import java.time.Duration;

/** Brings a night to a stand at a boundary, by what the lab is ordered to hold there. */
final class Stalls {
    /** Longest way from one boundary to the next, a start of the application included. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** Megabytes in a second at which every work of a server goes on for minutes. */
    private static final String CRAWL = "0.001";

    private final LabProcess lab;

    Stalls(LabProcess lab) {
        this.lab = lab;
    }

    /** To be ordered before the application can come so far. */
    void arm(Boundary boundary) {
        SentCommand command = boundary.command();
        if (boundary.moment() == Moment.WAITING) {
            lab.order(lab.primary(), "EXEC lab.dbo.slow N'" + CRAWL + "'");
            return;
        }
        String when = boundary.moment() == Moment.ARRIVED ? "before" : "after";
        if (command.isCmdlet()) {
            lab.order(
                    lab.primary(),
                    "EXEC lab.dbo.hang_cmdlet N'" + command.cmdlet().replace("'", "''") + "', N'" + when + "'");
        } else {
            lab.order(
                    command.server(),
                    "EXEC lab.dbo.hold_next @like = N'" + command.like().replace("'", "''") + "', @when = N'" + when
                            + "', @program = N'" + LabProcess.PRODUCT + "'");
        }
    }

    /** Until the application stands there. */
    void await(Boundary boundary, Child application) {
        SentCommand command = boundary.command();
        if (boundary.moment() == Moment.WAITING) {
            awaitWaiting(boundary, application);
            return;
        }
        application.await(
                () -> command.isCmdlet() ? lab.isCmdletHeld() : lab.isHeld(command.server()),
                PATIENCE,
                boundary.toString());
        if (boundary.moment() == Moment.ANSWERED) {
            letAnswerOut(command);
            application.await(lab::isAnythingHeld, PATIENCE, boundary.toString());
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
        String hang =
                "EXEC lab.dbo.hang_cmdlet N'Get-'; EXEC lab.dbo.hang_cmdlet N'Set-'; EXEC lab.dbo.hang_cmdlet N'Invoke-'";
        if (command.isCmdlet()) {
            lab.order(lab.primary(), "EXEC lab.dbo.release_cmdlets; " + hang);
        } else {
            lab.order(lab.primary(), hang);
            lab.order(command.server(), "EXEC lab.dbo.release; " + hold);
        }
    }

    /** It has said that the work is running, and looks again: only the watcher does that. */
    private void awaitWaiting(Boundary boundary, Child application) {
        int before = application.lines().size();
        application.await(
                () -> application.lines().stream().skip(before).anyMatch(line -> line.contains("RUNNING:")),
                PATIENCE,
                boundary.toString());
        int seen = lab.seen();
        application.await(() -> lab.seen() > seen + 5, PATIENCE, boundary + ", another look");
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

    /** The servers' own work goes on at its usual speed. */
    void hurry() {
        lab.order(lab.primary(), "EXEC lab.dbo.slow N'0'");
    }
}
