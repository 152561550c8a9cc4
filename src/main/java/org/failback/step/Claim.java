package org.failback.step;

/** Something that is claimed of a finished run, and what shows whether it holds. */
public record Claim(String claim, boolean holds, String evidence) {}
