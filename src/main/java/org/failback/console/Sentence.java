package org.failback.console;

/** What a person reads when a command could not do its work: the innermost cause that was written for people. */
final class Sentence {
    private Sentence() {}

    static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.toString() : message;
    }
}
