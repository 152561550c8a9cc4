package org.failback.console;

/** What a person reads when a command could not do its work: the sentence that was written for people, if there is one. */
final class Sentence {
    private static final String OURS = "org.failback.";

    private Sentence() {}

    static String of(Throwable failure) {
        Throwable cause = failure;
        while (!cause.getClass().getName().startsWith(OURS) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.toString() : message;
    }
}
