package org.failback.lab.server;

import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

/** What one run of sqllogship says: into the output of the job step, and into the detail tables of the monitor. */
final class StageLog {
    private final Instance instance;
    private final String title;
    private final StringBuilder output = new StringBuilder();
    private ShippingHistory.Session session;
    private String last = "";

    StageLog(Instance instance, String stage) {
        this.instance = instance;
        this.title = "TRANSACTION LOG " + stage.toUpperCase(Locale.ROOT);
        line("----- START OF " + title + " -----");
    }

    /** The run is known to belong to this agent; rows that are older than what is kept go away. */
    void begin(UUID agent, ShippingHistory.AgentType type, String database, int keptMinutes, String message) {
        // A restore goes on to its next database: what came before has ended well.
        end(ShippingHistory.SUCCESS, last);
        ShippingHistory history = history();
        history.forgetBefore(agent, instance.estate().instant().minus(Duration.ofMinutes(keptMinutes)));
        session = history.open(agent, type, database);
        line(message);
        history.note(session, ShippingHistory.STARTING, instance.estate().instant(), message);
    }

    void say(String message) {
        line(message);
        last = message;
        if (session != null) {
            history().note(session, ShippingHistory.RUNNING, instance.estate().instant(), message);
        }
    }

    /** Something went wrong that does not end the run. */
    void error(String message) {
        line("*** Error: " + message + " ***");
        if (session != null) {
            history().error(session, instance.estate().instant(), message);
        }
    }

    StepResult succeeded() {
        end(ShippingHistory.SUCCESS, last);
        line("----- END OF " + title + " -----");
        line("Exit Status: 0 (Success)");
        return StepResult.of(true, output + "Process Exit Code 0.");
    }

    StepResult failed(String message) {
        error(message);
        end(ShippingHistory.ERROR, message);
        line("----- END OF " + title + " -----");
        line("Exit Status: 1 (Error)");
        return StepResult.of(false, output + "Process Exit Code 1.");
    }

    private void end(int status, String message) {
        if (session != null) {
            history().note(session, status, instance.estate().instant(), message);
        }
    }

    private ShippingHistory history() {
        return instance.logShipping().history();
    }

    private void line(String text) {
        output.append(text).append("  ");
    }
}
