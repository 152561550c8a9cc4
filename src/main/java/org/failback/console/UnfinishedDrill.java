package org.failback.console;

/** There is a drill that has not come to its end where none may be, or none where one is to be gone on with. */
final class UnfinishedDrill extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnfinishedDrill(String sentence) {
        super(sentence);
    }
}
