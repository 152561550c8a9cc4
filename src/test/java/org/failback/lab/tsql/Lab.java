package org.failback.lab.tsql;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.failback.lab.tds.SqlError;

/** A session on a fake instance. */
final class Lab {
    final FakeServer server = new FakeServer();
    final Scope scope = new Scope(53, "master");
    final Interpreter interpreter = new Interpreter(
            server, scope, Clock.fixed(Instant.parse("2026-03-04T05:06:07.089Z"), ZoneOffset.ofHours(2)));

    /** What a batch answers, the error that ended it last. */
    RecordedAnswer batch(String sql) {
        RecordedAnswer answer = new RecordedAnswer();
        try {
            interpreter.batch(sql, answer);
        } catch (SqlError e) {
            answer.lines.add(
                    "ended by " + e.number() + " line " + e.chain().get(0).line());
        }
        return answer;
    }

    List<String> lines(String sql) {
        return batch(sql).lines;
    }

    /** The one value that {@code SELECT expression} gives. */
    Object value(String expression) {
        RecordedAnswer answer = batch("SELECT " + expression);
        if (answer.rows.size() != 1) {
            throw new AssertionError(expression + ": " + answer.lines);
        }
        return answer.rows.get(0).get(0);
    }

    /** Which branch IF takes. */
    String branch(String condition) {
        return lines("IF " + condition + " PRINT 'then' ELSE PRINT 'else'").get(0);
    }
}
