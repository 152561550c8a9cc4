package org.failback.access;

/** Whether everything here happens in the practice range; then every page says so. */
public record Rehearsal(boolean on) {
    /** The word that every page, form, log line and report of a rehearsal carries. */
    public static final String WORD = "REHEARSAL";
}
