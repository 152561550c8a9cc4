package org.failback.lab.server;

import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Message;

/** The informational messages of long operations, in the words that clients look for. */
final class Wire {
    private static final long PAGES_PER_MB = 128;
    private final Answer answer;

    Wire(Answer answer) {
        this.answer = answer;
    }

    void percent(int reached) {
        answer.message(Message.info(3211, reached + " percent processed."));
    }

    void processed(String database, DatabaseFile file, long megabytes, int position) {
        answer.message(Message.info(
                4035,
                "Processed " + megabytes * PAGES_PER_MB + " pages for database '" + database + "', file '"
                        + file.logical() + "' on file " + position + "."));
    }

    void finished(String statement, long megabytes, double seconds) {
        double safe = Math.max(seconds, 0.001);
        answer.message(Message.info(
                3014,
                String.format(
                        java.util.Locale.ROOT,
                        "%s successfully processed %d pages in %.3f seconds (%.3f MB/sec).",
                        statement,
                        megabytes * PAGES_PER_MB,
                        safe,
                        megabytes / safe)));
    }

    void info(int number, String text) {
        answer.message(Message.info(number, text));
    }
}
