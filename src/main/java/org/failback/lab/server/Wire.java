package org.failback.lab.server;

import java.util.Locale;
import org.failback.lab.tds.Answer;

/** The informational messages of long operations, in the words that clients look for. */
final class Wire {
    private static final long PAGES_PER_MB = 128;
    private final Answer answer;

    Wire(Answer answer) {
        this.answer = answer;
    }

    void percent(int reached) {
        answer.message(Errors.info(3211, reached));
    }

    void processed(String database, DatabaseFile file, long megabytes, int position) {
        answer.message(Errors.info(4035, megabytes * PAGES_PER_MB, database, file.logical(), position));
    }

    void finished(String statement, long megabytes, double seconds) {
        double safe = Math.max(seconds, 0.001);
        answer.message(
                Errors.info(3014, statement, megabytes * PAGES_PER_MB, decimal(safe), decimal(megabytes / safe)));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    void info(int number, Object... arguments) {
        answer.message(Errors.info(number, arguments));
    }
}
