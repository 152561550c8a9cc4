package org.failback.lab.server;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.failback.lab.tds.SqlError;

/** Views of the server as a whole: databases, files, principals, configuration, services. */
final class ServerViews {
    private ServerViews() {}

    static void addTo(Map<String, Catalog.Source> views) {
        View<Database> databases = databases();
        views.put("sys.databases", (session, database) -> databases.of(visible(session)));
        View<FileOf> masterFiles = masterFiles();
        views.put("sys.master_files", (session, database) -> masterFiles.of(files(session)));
        View<Database> recovery = recoveryStatus();
        views.put("sys.database_recovery_status", (session, database) -> recovery.of(visible(session)));
        View<ServerLogin> principals = principals();
        views.put("sys.server_principals", (session, database) -> principals.of(visibleLogins(session)));
        views.put(
                "sys.sql_logins",
                (session, database) -> principals.of(visibleLogins(session).stream()
                        .filter(login -> login.type().equals("S"))
                        .toList()));
        View<ServerConfiguration.Option> options = configurations();
        views.put(
                "sys.configurations",
                (session, database) ->
                        options.of(session.instance().configuration().options()));
        View<Service> services = services();
        views.put("sys.dm_server_services", (session, database) -> {
            requireState(session);
            return services.of(servicesOf(session.instance()));
        });
        View<Grant> permissions = permissions();
        views.put(
                "sys.server_permissions",
                (session, database) -> permissions.of(grants(session.instance()).stream()
                        .filter(grant -> seesDefinitions(session)
                                || grant.login().sid().equals(session.login().sid()))
                        .toList()));
        View<Database> keys = encryptionKeys();
        views.put("sys.dm_database_encryption_keys", (session, database) -> {
            requireState(session);
            return keys.of(session.instance().databases().stream()
                    .filter(one -> !one.content().encryptor().isEmpty())
                    .toList());
        });
        View<String> certificates = certificates();
        views.put(
                "sys.certificates",
                (session, database) -> certificates.of(
                        database.name().equalsIgnoreCase("master") && seesDefinitions(session)
                                ? session.instance().certificates().stream()
                                        .sorted()
                                        .toList()
                                : List.of()));
        View<KnownMessage> messages = messages();
        views.put("sys.messages", (session, database) -> messages.of(MessageCatalogue.all()));
    }

    private static View<Database> encryptionKeys() {
        return new View<Database>()
                .integer("database_id", Database::id)
                .integer("encryption_state", database -> 3)
                .text("key_algorithm", database -> "AES")
                .integer("key_length", database -> 256)
                .binary(
                        "encryptor_thumbprint",
                        20,
                        database -> HexFormat.of().parseHex(database.content().encryptor()));
    }

    /** Of certificates the lab keeps what a restore asks for: the thumbprint, always with its private key. */
    private static View<String> certificates() {
        return new View<String>()
                .text("pvt_key_encryption_type", certificate -> "MK")
                .text("pvt_key_encryption_type_desc", certificate -> "ENCRYPTED_BY_MASTER_KEY")
                .binary("thumbprint", 32, HexFormat.of()::parseHex);
    }

    private static View<KnownMessage> messages() {
        return new View<KnownMessage>()
                .integer("message_id", KnownMessage::number)
                .small("language_id", message -> 1033)
                .tiny("severity", KnownMessage::severity)
                .bit("is_event_logged", KnownMessage::logged)
                .longText("text", KnownMessage::text);
    }

    static void requireState(ServerSession session) throws SqlError {
        if (!session.login().may(ServerLogin.Permission.VIEW_SERVER_STATE)) {
            throw Errors.serverPermission("VIEW SERVER STATE");
        }
    }

    /** Whether the login may see what belongs to others. */
    static boolean seesDefinitions(ServerSession session) {
        return session.login().may(ServerLogin.Permission.VIEW_ANY_DEFINITION);
    }

    /** Everybody sees sa and the login itself; the others only who may see definitions. */
    private static List<ServerLogin> visibleLogins(ServerSession session) {
        return session.instance().logins().stream()
                .filter(login -> seesDefinitions(session)
                        || login.sid().equals(Sid.SA)
                        || login.sid().equals(session.login().sid()))
                .toList();
    }

    /** The databases whose rows the login may see. */
    static List<Database> visible(ServerSession session) {
        ServerLogin login = session.login();
        if (login.may(ServerLogin.Permission.VIEW_ANY_DATABASE)
                || login.may(ServerLogin.Permission.ALTER_ANY_DATABASE)) {
            return List.copyOf(session.instance().databases());
        }
        return session.instance().databases().stream()
                .filter(database ->
                        DatabaseAccess.isSystem(database) || database.owner().equals(login.sid()))
                .toList();
    }

    private static View<Database> databases() {
        return new View<Database>()
                .text("name", Database::name)
                .integer("database_id", Database::id)
                .integer("source_database_id", database -> null)
                .binary("owner_sid", 85, database -> database.owner().bytes())
                .time("create_date", Database::created)
                .tiny(
                        "compatibility_level",
                        database -> Integer.valueOf(database.options().get(DatabaseOptions.COMPATIBILITY)))
                .text("collation_name", database -> database.isOnline() ? database.collation() : null)
                .tiny("user_access", database -> database.userAccess().ordinal())
                .text("user_access_desc", database -> database.userAccess().name())
                .bit("is_read_only", option(DatabaseOptions.READ_ONLY))
                .bit("is_auto_close_on", option(DatabaseOptions.AUTO_CLOSE))
                .bit("is_auto_shrink_on", option(DatabaseOptions.AUTO_SHRINK))
                .tiny("state", database -> database.shownState().id())
                .text("state_desc", database -> database.shownState().name())
                .bit("is_in_standby", database -> false)
                .bit("is_cleanly_shutdown", database -> false)
                .tiny("snapshot_isolation_state", database -> 0)
                .bit("is_read_committed_snapshot_on", option("READ_COMMITTED_SNAPSHOT"))
                .tiny("recovery_model", database -> database.recoveryModel().id())
                .text(
                        "recovery_model_desc",
                        database -> database.recoveryModel().name())
                .tiny("page_verify_option", database -> pageVerify(database))
                .text("page_verify_option_desc", database -> database.options().get(DatabaseOptions.PAGE_VERIFY))
                .bit("is_auto_create_stats_on", database -> true)
                .bit("is_auto_update_stats_on", database -> true)
                .bit("is_trustworthy_on", option(DatabaseOptions.TRUSTWORTHY))
                .bit("is_db_chaining_on", option(DatabaseOptions.CHAINING))
                .bit("is_published", database -> false)
                .bit("is_subscribed", database -> false)
                .bit("is_broker_enabled", option(DatabaseOptions.BROKER))
                .guid("service_broker_guid", Database::familyGuid)
                .tiny("log_reuse_wait", database -> database.logReuse().id())
                .text("log_reuse_wait_desc", database -> database.logReuse().name())
                .bit("is_cdc_enabled", database -> false)
                .bit("is_encrypted", database -> !database.content().encryptor().isEmpty());
    }

    private static java.util.function.Function<Database, Object> option(String name) {
        return database -> database.options().isOn(name);
    }

    private static int pageVerify(Database database) {
        return switch (database.options().get(DatabaseOptions.PAGE_VERIFY)) {
            case "NONE" -> 0;
            case "TORN_PAGE_DETECTION" -> 1;
            default -> 2;
        };
    }

    /** A file with the database it belongs to. */
    record FileOf(Database database, DatabaseFile file) {}

    static List<FileOf> filesOf(Database database) {
        return database.files().stream().map(file -> new FileOf(database, file)).toList();
    }

    private static List<FileOf> files(ServerSession session) {
        ServerLogin login = session.login();
        boolean all = login.may(ServerLogin.Permission.VIEW_ANY_DEFINITION)
                || login.may(ServerLogin.Permission.ALTER_ANY_DATABASE)
                || login.may(ServerLogin.Permission.CREATE_ANY_DATABASE);
        List<FileOf> found = new ArrayList<>();
        for (Database database : session.instance().databases()) {
            if (all || database.owner().equals(login.sid())) {
                found.addAll(filesOf(database));
            }
        }
        return found;
    }

    private static View<FileOf> masterFiles() {
        return fileColumns(
                new View<FileOf>().integer("database_id", row -> row.database().id()));
    }

    /** The columns that sys.master_files and sys.database_files share; sizes in pages of 8 KB. */
    static View<FileOf> fileColumns(View<FileOf> view) {
        return view.integer("file_id", row -> row.file().id())
                .tiny("type", row -> row.file().log() ? 1 : 0)
                .text("type_desc", row -> row.file().log() ? "LOG" : "ROWS")
                .integer("data_space_id", row -> row.file().log() ? 0 : 1)
                .text("name", row -> row.file().logical())
                .longText("physical_name", row -> row.file().physical())
                .tiny("state", row -> row.database().state().id())
                .text("state_desc", row -> row.database().state().name())
                .integer("size", row -> (int) (row.file().sizeMb() * 128))
                .integer("max_size", row -> -1)
                .integer("growth", row -> 1280)
                .bit("is_percent_growth", row -> false)
                .bit("is_read_only", row -> false);
    }

    private static View<Database> recoveryStatus() {
        return new View<Database>()
                .integer("database_id", Database::id)
                .guid("database_guid", whenOpen(Database::bindingId))
                .guid("family_guid", whenOpen(Database::familyGuid))
                .lsn(
                        "last_log_backup_lsn",
                        whenOpen(database -> database.logChain().hasBegun()
                                ? database.logChain().backedUpTo()
                                : null))
                .guid("recovery_fork_guid", whenOpen(database -> database.fork().guid()))
                .guid(
                        "first_recovery_fork_guid",
                        whenOpen(database -> database.forks().size() < 2
                                ? null
                                : database.forks().get(0).guid()))
                .lsn(
                        "fork_point_lsn",
                        whenOpen(database -> database.forks().size() < 2
                                ? null
                                : database.fork().fromLsn()));
    }

    /** A database that is neither open nor restoring shows NULL. */
    private static java.util.function.Function<Database, Object> whenOpen(
            java.util.function.Function<Database, Object> value) {
        return database ->
                database.isOnline() || database.state() == DatabaseState.RESTORING ? value.apply(database) : null;
    }

    private static View<ServerLogin> principals() {
        return new View<ServerLogin>()
                .text("name", ServerLogin::name)
                .integer("principal_id", ServerLogin::id)
                .binary("sid", 85, login -> login.sid().bytes())
                .text("type", ServerLogin::type)
                .text("type_desc", login -> typeName(login.type(), "LOGIN"))
                .bit("is_disabled", ServerLogin::isDisabled)
                .text("default_database_name", login -> "master");
    }

    static String typeName(String type, String kind) {
        return switch (type) {
            case "S" -> "SQL_" + kind;
            case "U" -> "WINDOWS_" + kind;
            case "G" -> "WINDOWS_GROUP";
            case "R" -> kind.equals("USER") ? "DATABASE_ROLE" : "SERVER_ROLE";
            default -> throw new IllegalArgumentException("principal type " + type);
        };
    }

    private static View<ServerConfiguration.Option> configurations() {
        return new View<ServerConfiguration.Option>()
                .integer("configuration_id", ServerConfiguration.Option::id)
                .text("name", ServerConfiguration.Option::name)
                .variant("value", ServerConfiguration.Option::value)
                .variant("minimum", ServerConfiguration.Option::minimum)
                .variant("maximum", ServerConfiguration.Option::maximum)
                .variant("value_in_use", ServerConfiguration.Option::inUse)
                .bit("is_dynamic", option -> true)
                .bit("is_advanced", ServerConfiguration.Option::advanced);
    }

    /** A row of sys.dm_server_services. */
    private record Service(String name, boolean running, String account) {}

    private static List<Service> servicesOf(Instance instance) {
        String name = instance.host().instance();
        return List.of(
                new Service(
                        "SQL Server (" + name + ")", true, instance.accounts().engine()),
                new Service(
                        "SQL Server Agent (" + name + ")",
                        instance.agent().isRunning(),
                        instance.accounts().agent()));
    }

    private static View<Service> services() {
        return new View<Service>()
                .text("servicename", Service::name)
                .integer("startup_type", service -> 2)
                .text("startup_type_desc", service -> "Automatic")
                .text("startup_desc", service -> "Automatic")
                .integer("status", service -> service.running() ? 4 : 1)
                .text("status_desc", service -> service.running() ? "Running" : "Stopped")
                .integer(
                        "process_id",
                        service -> service.running() ? 1000 + service.name().length() : null)
                .text("service_account", Service::account)
                .text("is_clustered", service -> "N");
    }

    /** A row of sys.server_permissions. */
    private record Grant(ServerLogin login, String permission, int permissionClass, int major) {}

    private static List<Grant> grants(Instance instance) {
        List<Grant> grants = new ArrayList<>();
        for (ServerLogin login : instance.logins()) {
            login.permissions().forEach(one -> grants.add(new Grant(login, one.text(), 100, 0)));
        }
        instance.logins().stream()
                .filter(login ->
                        instance.accountsOfPartners().contains(login.name().toLowerCase(Locale.ROOT)))
                .forEach(login -> grants.add(new Grant(login, "CONNECT", 105, MirroringViews.ENDPOINT_ID)));
        return grants;
    }

    private static View<Grant> permissions() {
        return new View<Grant>()
                .tiny("class", Grant::permissionClass)
                .text("class_desc", grant -> grant.permissionClass() == 105 ? "ENDPOINT" : "SERVER")
                .integer("major_id", Grant::major)
                .integer("minor_id", grant -> 0)
                .integer("grantee_principal_id", grant -> grant.login().id())
                .integer("grantor_principal_id", grant -> 1)
                .text("type", grant -> grant.permissionClass() == 105 ? "CO" : "SV")
                .text("permission_name", Grant::permission)
                .text("state", grant -> "G")
                .text("state_desc", grant -> "GRANT");
    }
}
