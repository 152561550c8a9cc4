package org.failback.lab.server;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.failback.lab.tds.SqlError;

/** A server principal with what it was granted at server level. Databases know it by its SID. */
final class ServerLogin {
    /** Server permissions that the lab knows; names as in {@code HAS_PERMS_BY_NAME}, with blanks for underscores. */
    enum Permission {
        VIEW_SERVER_STATE,
        VIEW_ANY_DEFINITION,
        VIEW_ANY_DATABASE,
        ALTER_ANY_DATABASE,
        CREATE_ANY_DATABASE,
        ALTER_ANY_CONNECTION,
        CONNECT_SQL,
        CONTROL_SERVER;

        String text() {
            return name().replace('_', ' ');
        }
    }

    private final int id;
    private final String name;
    private final String type;
    private final Sid sid;
    private final String password;
    private final Set<String> roles = new LinkedHashSet<>();
    private final Set<Permission> permissions = EnumSet.of(Permission.CONNECT_SQL, Permission.VIEW_ANY_DATABASE);
    private boolean disabled;
    private LoginCondition condition = LoginCondition.OK;

    /**
     * @param type type of {@code sys.server_principals}: S (SQL login), U (Windows user), G (Windows group)
     * @param password null for Windows principals
     */
    ServerLogin(int id, String name, String type, Sid sid, String password) {
        this.id = id;
        this.name = name;
        this.type = type;
        this.sid = sid;
        this.password = password;
    }

    int id() {
        return id;
    }

    String name() {
        return name;
    }

    String type() {
        return type;
    }

    Sid sid() {
        return sid;
    }

    boolean accepts(String given) {
        return password != null && password.equals(given);
    }

    boolean isDisabled() {
        return disabled;
    }

    void setCondition(LoginCondition newCondition) {
        condition = newCondition;
    }

    /**
     * Throws what keeps it out although its name is known.
     *
     * @param proved whether its password was right, or Windows vouches for it
     */
    void checkCondition(boolean proved) throws SqlError {
        if (condition == LoginCondition.LOCKED) {
            throw Errors.of(18486, name);
        }
        if (!proved) {
            throw Errors.of(18456, name);
        }
        if (disabled) {
            throw Errors.of(18470, name);
        }
        if (condition == LoginCondition.EXPIRED) {
            throw Errors.of(18487, name);
        }
        if (condition == LoginCondition.MUST_CHANGE) {
            throw Errors.of(18488, name);
        }
    }

    ServerLogin disable() {
        disabled = true;
        return this;
    }

    void enable() {
        disabled = false;
    }

    ServerLogin join(String role) {
        roles.add(role.toLowerCase(Locale.ROOT));
        return this;
    }

    ServerLogin grant(Permission permission) {
        permissions.add(permission);
        return this;
    }

    Set<Permission> permissions() {
        return permissions;
    }

    boolean isSysadmin() {
        return roles.contains("sysadmin");
    }

    boolean isIn(String role) {
        return role.equalsIgnoreCase("public") || isSysadmin() || roles.contains(role.toLowerCase(Locale.ROOT));
    }

    boolean may(Permission permission) {
        return isSysadmin()
                || permissions.contains(Permission.CONTROL_SERVER)
                || permissions.contains(permission)
                || impliedByRole(permission);
    }

    private boolean impliedByRole(Permission permission) {
        return switch (permission) {
            case CREATE_ANY_DATABASE ->
                roles.contains("dbcreator") || permissions.contains(Permission.ALTER_ANY_DATABASE);
            case ALTER_ANY_DATABASE -> roles.contains("dbcreator");
            case ALTER_ANY_CONNECTION -> roles.contains("processadmin");
            case VIEW_SERVER_STATE -> roles.contains("processadmin");
            default -> false;
        };
    }
}
