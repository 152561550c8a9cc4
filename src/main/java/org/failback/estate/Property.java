package org.failback.estate;

/**
 * A property that the application knows.
 *
 * @param name full name; a list's members read {@code [0]}, {@code [1]} …
 * @param allowed what it may be, as the end of a sentence that begins with "must be"
 * @param otherwise what holds where it is not set: its default, or {@code required}, or {@code none}
 */
record Property(String name, String allowed, String otherwise) {
    static final String REQUIRED = "required";
    static final String NONE = "none";
}
