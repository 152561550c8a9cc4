package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A database as its instance describes it.
 *
 * @param mirrored meaningful only where the login may see it, and not for a mirror unless the login is sysadmin
 * @param family family GUID; empty while the database is not started
 */
record Database(
        String name,
        String state,
        String userAccess,
        String recoveryModel,
        boolean readOnly,
        boolean mirrored,
        String role,
        String mirroringState,
        String family,
        String owner,
        Map<String, String> options) {
    static final String MGC = "mgc";
    static final String MGCCOMP = "mgccomp";

    /** What must be the same after a restore, and is not carried over by it for sure. */
    private static final Map<String, String> OPTIONS = Map.of(
            "is_broker_enabled", "ENABLE_BROKER",
            "is_trustworthy_on", "TRUSTWORTHY",
            "is_db_chaining_on", "DB_CHAINING",
            "compatibility_level", "COMPATIBILITY_LEVEL",
            "page_verify_option_desc", "PAGE_VERIFY");

    static Optional<Database> of(Inquiry inquiry, String name) {
        return inquiry.ask(Lookup.DATABASE, name).stream().findFirst().map(Database::of);
    }

    private static Database of(Row row) {
        Map<String, String> options = new LinkedHashMap<>();
        OPTIONS.keySet().stream().sorted().forEach(column -> options.put(OPTIONS.get(column), row.text(column)));
        return new Database(
                row.text("name"),
                row.text("state_desc"),
                row.text("user_access_desc"),
                row.text("recovery_model_desc"),
                row.flag("is_read_only"),
                !row.isNull("mirroring_guid"),
                row.text("mirroring_role_desc"),
                row.text("mirroring_state_desc"),
                row.text("family_guid"),
                row.text("owner"),
                options);
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

    boolean principal() {
        return role.equals("PRINCIPAL");
    }

    /** State and mirroring in a few words. */
    String inWords() {
        return state
                + (mirrored ? ", mirroring " + role + " " + mirroringState : ", not mirrored")
                + (userAccess.equals("MULTI_USER") || userAccess.isEmpty() ? "" : ", " + userAccess)
                + (readOnly ? ", read only" : "");
    }

    Map<String, String> evidence() {
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put(name, inWords());
        evidence.put("recovery model", recoveryModel);
        return evidence;
    }
}
