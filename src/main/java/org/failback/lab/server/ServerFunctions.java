package org.failback.lab.server;

import java.util.List;
import java.util.Locale;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.ObjectName;

/** Functions and global variables that look at the instance. */
final class ServerFunctions {
    private final ServerSession session;
    private final Instance instance;

    ServerFunctions(ServerSession session) {
        this.session = session;
        this.instance = session.instance();
    }

    Object globalVariable(String name) throws SqlError {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "@@SERVERNAME" -> instance.knowsItsName() ? instance.name() : null;
            case "@@SERVICENAME" -> instance.host().instance();
            case "@@VERSION" -> instance.edition().banner();
            case "@@MICROSOFTVERSION" ->
                instance.edition().major() << 24
                        | instance.edition().minor() << 16
                        | instance.edition().build();
            case "@@MAX_CONNECTIONS" -> 32767;
            case "@@LANGUAGE" -> "us_english";
            case "@@LANGID" -> 0;
            case "@@SPID" -> session.id();
            case "@@OPTIONS" -> 5496;
            default -> throw Errors.of(137, name);
        };
    }

    Object call(ObjectName name, List<Object> args) throws SqlError {
        if (UserFunctions.knows(name, session)) {
            return UserFunctions.call(name, args);
        }
        return switch (name.name().toUpperCase(Locale.ROOT)) {
            case "SERVERPROPERTY" -> serverProperty(text(args, 0));
            case "DATABASEPROPERTYEX" -> databaseProperty(text(args, 0), text(args, 1));
            case "DB_ID" -> databaseId(args);
            case "DB_NAME" -> databaseName(args);
            case "OBJECT_ID" -> objectId(text(args, 0));
            case "OBJECT_NAME" -> objectName(args);
            case "SCHEMA_NAME" -> schemaName(args);
            case "SCHEMA_ID" -> args.isEmpty() || "dbo".equalsIgnoreCase(text(args, 0)) ? 1 : null;
            case "SUSER_SNAME" -> loginBySid(args);
            case "SUSER_NAME" -> loginById(args);
            case "SUSER_SID" -> sidOf(args);
            case "SUSER_ID" -> idOf(args);
            case "ORIGINAL_LOGIN", "SYSTEM_USER" -> session.login().name();
            case "USER_NAME", "CURRENT_USER", "SESSION_USER", "USER" -> userName(args);
            case "APP_NAME" -> session.program();
            case "HOST_NAME" -> session.host();
            case "IS_SRVROLEMEMBER" -> isServerRoleMember(args);
            case "IS_MEMBER", "IS_ROLEMEMBER" -> isDatabaseRoleMember(text(args, 0));
            case "HAS_DBACCESS" -> hasAccess(text(args, 0));
            case "HAS_PERMS_BY_NAME" -> hasPermission(args);
            case "FILEPROPERTY" -> fileProperty(text(args, 0), text(args, 1));
            case "APPLOCK_TEST" -> appLockTest(args);
            case "APPLOCK_MODE" -> instance.appLocks().mode(session.scope().database(), text(args, 1), session);
            case "CONNECTIONPROPERTY" -> connectionProperty(text(args, 0));
            default -> throw Errors.of(195, name.name());
        };
    }

    private static String text(List<Object> args, int index) {
        return index < args.size() && args.get(index) != null ? args.get(index).toString() : null;
    }

    private Object serverProperty(String property) {
        Host host = instance.host();
        Edition edition = instance.edition();
        if (property == null) {
            return null;
        }
        return switch (property.toUpperCase(Locale.ROOT)) {
            case "SERVERNAME" -> instance.name();
            case "MACHINENAME", "COMPUTERNAMEPHYSICALNETBIOS" -> host.name();
            case "INSTANCENAME" -> host.instance();
            case "PRODUCTVERSION" -> edition.version();
            case "PRODUCTLEVEL" -> edition.level();
            case "EDITION" -> edition.edition();
            case "ENGINEEDITION" -> edition.engine();
            case "COLLATION" -> "Latin1_General_CI_AI";
            case "ISCLUSTERED", "ISFULLTEXTINSTALLED", "ISHADRENABLED", "ISSINGLEUSER" -> 0;
            case "ISINTEGRATEDSECURITYONLY" -> 0;
            case "PROCESSID" -> 1000 + host.port() % 1000;
            case "LCID" -> 1033;
            default -> null;
        };
    }

    private Object databaseProperty(String name, String property) {
        Database database = name == null ? null : instance.database(name);
        if (database == null || property == null) {
            return null;
        }
        return switch (property.toUpperCase(Locale.ROOT)) {
            case "STATUS" -> database.shownState().name();
            case "UPDATEABILITY" -> database.options().isOn(DatabaseOptions.READ_ONLY) ? "READ_ONLY" : "READ_WRITE";
            case "USERACCESS" -> database.userAccess().name();
            case "RECOVERY" -> database.recoveryModel().name();
            case "COLLATION" -> database.isOnline() ? database.collation() : null;
            case "ISINSTANDBY" -> 0;
            case "ISAUTOCLOSE" -> database.options().isOn(DatabaseOptions.AUTO_CLOSE) ? 1 : 0;
            case "VERSION" -> database.isOnline() ? instance.edition().databaseVersion() : null;
            default -> null;
        };
    }

    private Object databaseId(List<Object> args) {
        Database database =
                args.isEmpty() ? session.database() : args.get(0) == null ? null : instance.database(text(args, 0));
        return database == null ? null : database.id();
    }

    private Object databaseName(List<Object> args) {
        Database database = args.isEmpty()
                ? session.database()
                : args.get(0) instanceof Number id ? instance.database(id.intValue()) : null;
        return database == null ? null : database.name();
    }

    private Object objectId(String text) throws SqlError {
        if (text == null) {
            return null;
        }
        ObjectName name = ObjectName.parse(text);
        Database database = name.database().isEmpty() ? session.database() : instance.database(name.database());
        if (database == null || !database.isOnline() || !DatabaseAccess.mayEnter(database, session.login())) {
            return null;
        }
        String schema = name.schema().isEmpty() ? "dbo" : name.schema();
        UserTable table = database.content().table(schema, name.name());
        if (table != null) {
            return table.objectId();
        }
        String view = (schema + "." + name.name()).toLowerCase(Locale.ROOT);
        boolean known = Catalog.find(view, session, database) != null
                || Procedures.exists(instance.estate().procedures(), database.name(), schema, name.name());
        return known ? -(Math.abs(view.hashCode() % 1_000_000) + 1000) : null;
    }

    private Object objectName(List<Object> args) {
        Database database = args.size() > 1 && args.get(1) instanceof Number id
                ? instance.database(id.intValue())
                : session.database();
        if (database == null || !(args.get(0) instanceof Number wanted)) {
            return null;
        }
        return database.content().tables().stream()
                .filter(table -> table.objectId() == wanted.intValue())
                .map(UserTable::name)
                .findFirst()
                .orElse(null);
    }

    private static Object schemaName(List<Object> args) {
        if (args.isEmpty() || args.get(0) instanceof Number one && one.intValue() == 1) {
            return "dbo";
        }
        return args.get(0) instanceof Number four && four.intValue() == 4 ? "sys" : null;
    }

    private Object loginBySid(List<Object> args) {
        if (args.isEmpty()) {
            return session.login().name();
        }
        if (!(args.get(0) instanceof byte[] sid)) {
            return null;
        }
        ServerLogin found = instance.login(Sid.of(sid));
        return found == null ? null : found.name();
    }

    private Object loginById(List<Object> args) {
        if (args.isEmpty()) {
            return session.login().name();
        }
        return args.get(0) instanceof Number id
                ? instance.logins().stream()
                        .filter(login -> login.id() == id.intValue())
                        .map(ServerLogin::name)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private Object sidOf(List<Object> args) {
        ServerLogin login = args.isEmpty() ? session.login() : instance.login(String.valueOf(args.get(0)));
        return login == null ? null : login.sid().bytes();
    }

    private Object idOf(List<Object> args) {
        ServerLogin login = args.isEmpty() ? session.login() : instance.login(String.valueOf(args.get(0)));
        return login == null ? null : login.id();
    }

    private Object userName(List<Object> args) {
        Database database = session.database();
        if (!args.isEmpty() && args.get(0) instanceof Number id && id.intValue() == 1 || database == null) {
            return "dbo";
        }
        if (DatabaseAccess.isOwner(database, session.login())) {
            return "dbo";
        }
        DatabaseUser user = DatabaseAccess.user(database, session.login());
        return user == null ? "guest" : user.name();
    }

    private Object isServerRoleMember(List<Object> args) {
        String role = text(args, 0);
        ServerLogin login = args.size() > 1 ? instance.login(text(args, 1)) : session.login();
        boolean known = role != null
                && List.of(
                                "sysadmin",
                                "serveradmin",
                                "setupadmin",
                                "securityadmin",
                                "processadmin",
                                "dbcreator",
                                "diskadmin",
                                "bulkadmin",
                                "public")
                        .contains(role.toLowerCase(Locale.ROOT));
        return !known || login == null ? null : login.isIn(role) ? 1 : 0;
    }

    private Object isDatabaseRoleMember(String role) {
        Database database = session.database();
        if (role == null || database == null) {
            return null;
        }
        return switch (role.toLowerCase(Locale.ROOT)) {
            case "db_owner" -> DatabaseAccess.isOwner(database, session.login()) ? 1 : 0;
            case "db_datareader" -> DatabaseAccess.mayRead(database, session.login()) ? 1 : 0;
            case "db_datawriter" -> DatabaseAccess.mayWrite(database, session.login()) ? 1 : 0;
            case "public" -> 1;
            default -> session.login().isSysadmin() ? 1 : 0;
        };
    }

    private Object hasAccess(String name) {
        Database database = name == null ? null : instance.database(name);
        if (database == null) {
            return null;
        }
        try {
            DatabaseAccess.check(database, session);
            return 1;
        } catch (SqlError refused) {
            return 0;
        }
    }

    private Object hasPermission(List<Object> args) {
        String permission = text(args, 2);
        String securable = text(args, 0);
        String kind = text(args, 1);
        if (permission == null) {
            return null;
        }
        if (securable == null && kind == null) {
            for (ServerLogin.Permission one : ServerLogin.Permission.values()) {
                if (one.text().equalsIgnoreCase(permission)) {
                    return session.login().may(one) ? 1 : 0;
                }
            }
            return session.login().isSysadmin() ? 1 : 0;
        }
        Database database = "DATABASE".equalsIgnoreCase(kind)
                ? securable == null ? session.database() : instance.database(securable)
                : session.database();
        if (database == null) {
            return null;
        }
        boolean held = permission.equalsIgnoreCase("SELECT") || permission.equalsIgnoreCase("CONNECT")
                ? DatabaseAccess.mayRead(database, session.login())
                : DatabaseAccess.isOwner(database, session.login());
        return held ? 1 : 0;
    }

    private Object fileProperty(String logical, String property) {
        Database database = session.database();
        if (database == null || logical == null || !"SpaceUsed".equalsIgnoreCase(property)) {
            return null;
        }
        return database.files().stream()
                .filter(file -> file.logical().equalsIgnoreCase(logical))
                .map(file -> (int) ((file.log() ? database.logUsedMb() : database.usedMb()) * 128))
                .findFirst()
                .orElse(null);
    }

    private Object appLockTest(List<Object> args) {
        boolean free = instance.appLocks().isFree(session.scope().database(), text(args, 1), text(args, 2), session);
        return free ? 1 : 0;
    }

    private static Object connectionProperty(String property) {
        return switch (String.valueOf(property).toLowerCase(Locale.ROOT)) {
            case "net_transport" -> "TCP";
            case "protocol_type" -> "TSQL";
            case "client_net_address", "local_net_address" -> "127.0.0.1";
            default -> null;
        };
    }
}
