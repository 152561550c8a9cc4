package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A database as its instance describes it.
 *
 * @param mirrored true only where the login sees that it is; the guard of every command asks again as sysadmin
 * @param mirroringSeen false where NULL says nothing: a database that is not ONLINE, looked at without sysadmin
 * @param family family GUID; empty while the database is not started
 */
record Database(
        String name,
        String state,
        String userAccess,
        String recoveryModel,
        boolean readOnly,
        boolean mirrored,
        boolean mirroringSeen,
        String role,
        String mirroringState,
        String family,
        String owner,
        Options options) {
    static final String MGC = "mgc";
    static final String MGCCOMP = "mgccomp";

    static Optional<Database> of(Inquiry inquiry, String name) {
        return inquiry.ask(Lookup.DATABASE, name).stream().findFirst().map(Database::of);
    }

    private static Database of(Row row) {
        return new Database(
                row.text("name"),
                row.text("state_desc"),
                row.text("user_access_desc"),
                row.text("recovery_model_desc"),
                row.flag("is_read_only"),
                !row.isNull("mirroring_guid"),
                row.text("state_desc").equals("ONLINE") || row.flag("sees_mirrors"),
                row.text("mirroring_role_desc"),
                row.text("mirroring_state_desc"),
                row.text("family_guid"),
                row.text("owner"),
                Options.of(row));
    }

    boolean is(String other) {
        return state.equals(other);
    }

    boolean online() {
        return is("ONLINE");
    }

    boolean restoring() {
        return is("RESTORING");
    }

    /** As an application can use it; also what P is to be after the restore, which brings these along from B. */
    boolean serving() {
        return online() && userAccess.equals("MULTI_USER") && !readOnly;
    }

    boolean principal() {
        return role.equals("PRINCIPAL");
    }

    /** State and mirroring in a few words. */
    String inWords() {
        return state
                + mirroringInWords()
                + (userAccess.equals("MULTI_USER") || userAccess.isEmpty() ? "" : ", " + userAccess)
                + (readOnly ? ", read only" : "");
    }

    private String mirroringInWords() {
        if (mirrored) {
            return ", mirroring " + role + " " + mirroringState;
        }
        return mirroringSeen ? ", not mirrored" : "";
    }

    Map<String, String> evidence() {
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put(name, inWords());
        evidence.put("recovery model", recoveryModel);
        return evidence;
    }
}
