package org.failback.chaos;

/** A point of a night at which it is disturbed. */
record Boundary(SentCommand command, Moment moment) {
    @Override
    public String toString() {
        return command.name() + " " + moment;
    }
}
