package org.failback.lab.server;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;

/** Lets the faults that were ordered strike the statements of one session. The estate's lock is held. */
final class StatementFaults {
    private static final Pattern LONG_WORK = Pattern.compile(
            "(BACKUP\\s+(DATABASE|LOG)|RESTORE\\s+(DATABASE|LOG|VERIFYONLY)|DBCC\\s+CHECKDB)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final String NO_CONNECTION = "the loss of a connection in a step of a SQL Server Agent job, which"
            + " has no client; order fail_next, stop_agent_at or stop_agent";
    private final ServerSession session;

    StatementFaults(ServerSession session) {
        this.session = session;
    }

    /** @throws SqlError when the statement is to fail before it does anything */
    void before(String text, Answer answer) throws SqlError {
        Optional<Faults.Detail> delay = strike(Faults.Kind.DELAY, Faults.When.BEFORE, text);
        if (delay.isPresent()) {
            waitFor(Duration.ofMillis(delay.get().number()));
        }
        Optional<Faults.Detail> stall = strike(Faults.Kind.STALL, Faults.When.BEFORE, text);
        if (stall.isPresent()) {
            hold(text, stall.get().number(), () -> {});
        }
        Optional<Faults.Detail> death = strike(Faults.Kind.STOP_AGENT, Faults.When.BEFORE, text);
        if (death.isPresent()) {
            SqlAgent agent = session.instance().agent();
            hold(text, death.get().number(), agent::stop);
        }
        if (loses(Faults.When.BEFORE, text, answer)) {
            throw Errors.of(596);
        }
        Optional<Faults.Detail> failure = strike(Faults.Kind.FAIL, Faults.When.BEFORE, text);
        if (failure.isPresent()) {
            throw asked(failure.get(), text);
        }
    }

    /** The statement has had its effect. */
    void after(String text, Answer answer) {
        strike(Faults.Kind.FAIL, Faults.When.AFTER, text)
                .ifPresent(failure -> asked(failure, text).chain().forEach((Message one) -> answer.message(one)));
        try {
            loses(Faults.When.AFTER, text, answer);
        } catch (SqlError refused) {
            refused.chain().forEach((Message one) -> answer.message(one));
        }
    }

    private Optional<Faults.Detail> strike(Faults.Kind kind, Faults.When when, String text) {
        return session.instance().faults().strike(kind, when, text);
    }

    private void hold(String text, int percent, Runnable there) throws SqlError {
        Faults faults = session.instance().faults();
        faults.stall(session, percent, there);
        if (LONG_WORK.matcher(text).matches()) {
            return;
        }
        faults.reached(session);
        try {
            new Pace(session.instance().estate()).hold(session);
        } catch (Pace.Aborted aborted) {
            throw cancelled();
        }
    }

    private void waitFor(Duration time) throws SqlError {
        try {
            new Pace(session.instance().estate()).pass(session, time);
        } catch (Pace.Aborted aborted) {
            throw cancelled();
        }
    }

    private static SqlError cancelled() {
        return Errors.of(3617);
    }

    /** Whether the client lost its connection here. */
    private boolean loses(Faults.When when, String text, Answer answer) throws SqlError {
        boolean garbles = strike(Faults.Kind.GARBLE, when, text).isPresent();
        if (!garbles && strike(Faults.Kind.DROP_CONNECTION, when, text).isEmpty()) {
            return false;
        }
        if (session.isJobStep()) {
            throw Refusal.of(NO_CONNECTION);
        }
        if (garbles) {
            answer.garble();
        } else {
            answer.dropConnection();
        }
        session.instance().kill(session);
        return true;
    }

    private static SqlError asked(Faults.Detail detail, String text) {
        SqlError error = error(detail, text);
        Matcher work = LONG_WORK.matcher(text);
        if (work.matches() && !work.group(1).toUpperCase(Locale.ROOT).startsWith("DBCC")) {
            return Errors.terminating(work.group(1).toUpperCase(Locale.ROOT).replaceAll("\\s+", " "), error);
        }
        return error;
    }

    private static SqlError error(Faults.Detail detail, String text) {
        SqlError known = FaultErrors.of(detail.number(), text);
        Message first = known.chain().get(0);
        return new SqlError(
                detail.number(),
                detail.severity() == 0 ? first.severity() : detail.severity(),
                detail.state(),
                detail.text().isEmpty() ? first.text() : detail.text());
    }
}
