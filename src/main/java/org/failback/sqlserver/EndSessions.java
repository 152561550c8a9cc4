package org.failback.sqlserver;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** Ends the sessions in mgc on B, where somebody decided so. */
final class EndSessions implements Step {
    private final Ground ground;

    EndSessions(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return "endSessions";
    }

    @Override
    public String title() {
        return "End the sessions in mgc on " + ground.backup().serverName();
    }

    @Override
    public Gate gate() {
        return Gate.OUTAGE_AND_PLAN;
    }

    @Override
    public Finding look(Run run) {
        return ground.looks()
                .at(
                        ground.backup(),
                        run,
                        inquiry -> ground.footing(ground.backup())
                                .objection(inquiry, run)
                                .orElseGet(() -> {
                                    List<Session> sessions = Session.in(Database.MGC, inquiry);
                                    Map<String, String> evidence = Map.of("sessions in mgc", Session.inWords(sessions));
                                    return sessions.isEmpty()
                                            ? Finding.done("Nobody is connected to mgc.", evidence)
                                            : Finding.needed(sessions.size() + " sessions stand in mgc.", evidence);
                                }));
    }

    @Override
    public List<Command> commands(Facts facts) {
        return List.of(new Command.Tsql(
                ground.backup(),
                "Ends every session in mgc on " + ground.backup().serverName()
                        + "; what they had not committed is undone.",
                ground.guard(ground.backup(), facts)
                        .around(
                                KillSessions.text(Database.MGC),
                                "This is not " + ground.backup().serverName() + " held by this run."),
                Optional.empty()));
    }
}
