package org.failback.access;

import java.util.List;

/** The groups that people belong to; the ids are the candidate groups of the process. */
public final class Groups {
    /** Start a failback, confirm what they saw, choose the active servers, decide how to go on. */
    public static final String OPERATORS = "operators";
    /** Approve the outage with its plan, what overwrites the primary and the backup, and going live. */
    public static final String MANAGERS = "managers";
    /** Watch the run in Cockpit and let a failed job try again. */
    public static final String OPS = "ops";
    /** Manage people, nothing else. */
    public static final String ADMINISTRATORS = org.camunda.bpm.engine.authorization.Groups.CAMUNDA_ADMIN;

    static final List<String> ALL = List.of(OPERATORS, MANAGERS, OPS, ADMINISTRATORS);

    private Groups() {}

    static String title(String group) {
        return switch (group) {
            case OPERATORS -> "Operators";
            case MANAGERS -> "Managers";
            case OPS -> "Operations";
            default -> "Administrators";
        };
    }
}
