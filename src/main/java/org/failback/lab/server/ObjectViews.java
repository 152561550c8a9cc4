package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.failback.lab.tds.Column;

/** Views inside a database: its files, users, tables and how many rows each of them has. */
final class ObjectViews {
    private static final String COMPRESSION = "Compression";
    private static final int DBO = 1;
    private static final long PAGES_PER_MB = 128;
    private static final List<DatabaseUser> BUILT_IN = List.of(
            new DatabaseUser(0, "public", "R", null, false, false),
            new DatabaseUser(1, "dbo", "S", Sid.SA, true, true),
            new DatabaseUser(2, "guest", "S", new Sid("00"), false, false),
            new DatabaseUser(3, "INFORMATION_SCHEMA", "S", null, false, false),
            new DatabaseUser(4, "sys", "S", null, false, false),
            new DatabaseUser(16384, "db_owner", "R", null, true, true),
            new DatabaseUser(16390, "db_datareader", "R", null, true, false),
            new DatabaseUser(16391, "db_datawriter", "R", null, false, true));

    private ObjectViews() {}

    static void addTo(Map<String, Catalog.Source> views) {
        View<UserTable> objects = objectColumns();
        views.put("sys.objects", (session, database) -> objects.of(tables(database)));
        views.put("sys.all_objects", (session, database) -> objects.of(tables(database)));
        View<UserTable> tables = objectColumns().bit("is_replicated", table -> false);
        views.put("sys.tables", (session, database) -> tables.of(tables(database)));
        View<String> schemas = new View<String>()
                .text("name", name -> name)
                .integer("schema_id", ObjectViews::schemaId)
                .integer("principal_id", name -> DBO);
        views.put(
                "sys.schemas", (session, database) -> schemas.of(List.of("dbo", "guest", "INFORMATION_SCHEMA", "sys")));
        addRowCounts(views);
        addColumns(views);
        View<DatabaseUser> principals = principals();
        views.put("sys.database_principals", (session, database) -> principals.of(users(database)));
        View<ServerViews.FileOf> files = ServerViews.fileColumns(new View<>());
        views.put("sys.database_files", (session, database) -> files.of(ServerViews.filesOf(database)));
        View<String> features =
                new View<String>().text("feature_name", name -> name).integer("feature_id", ObjectViews::featureId);
        views.put("sys.dm_db_persisted_sku_features", (session, database) -> {
            ServerViews.requireState(session);
            return features.of(features(database));
        });
    }

    /** What of the database only some editions can read, by the names of {@code sys.dm_db_persisted_sku_features}. */
    private static List<String> features(Database database) {
        List<String> features = new ArrayList<>();
        if (!database.content().compressedObject().isEmpty()) {
            features.add(COMPRESSION);
        }
        if (!database.content().encryptor().isEmpty()) {
            features.add("TransparentDataEncryption");
        }
        return features;
    }

    private static int featureId(String feature) {
        return feature.equals(COMPRESSION) ? 100 : 500;
    }

    private static List<UserTable> tables(Database database) {
        return List.copyOf(database.content().tables());
    }

    private static int schemaId(String name) {
        return switch (name) {
            case "dbo" -> 1;
            case "guest" -> 2;
            case "INFORMATION_SCHEMA" -> 3;
            default -> 4;
        };
    }

    private static View<UserTable> objectColumns() {
        return new View<UserTable>()
                .text("name", UserTable::name)
                .integer("object_id", UserTable::objectId)
                .integer("principal_id", table -> null)
                .integer("schema_id", table -> schemaId(table.schema()))
                .integer("parent_object_id", table -> 0)
                .text("type", table -> "U")
                .text("type_desc", table -> "USER_TABLE")
                .time("create_date", UserTable::created)
                .time("modify_date", UserTable::created)
                .bit("is_ms_shipped", table -> false);
    }

    private static long partition(UserTable table) {
        return 72057594000000000L + table.objectId();
    }

    private static void addRowCounts(Map<String, Catalog.Source> views) {
        View<UserTable> indexes = new View<UserTable>()
                .integer("object_id", UserTable::objectId)
                .text("name", table -> "PK_" + table.name())
                .integer("index_id", table -> 1)
                .tiny("type", table -> 1)
                .text("type_desc", table -> "CLUSTERED")
                .bit("is_unique", table -> true)
                .bit("is_primary_key", table -> true)
                .bit("is_disabled", table -> false);
        views.put("sys.indexes", (session, database) -> indexes.of(tables(database)));
        View<UserTable> partitions = new View<UserTable>()
                .big("partition_id", ObjectViews::partition)
                .integer("object_id", UserTable::objectId)
                .integer("index_id", table -> 1)
                .integer("partition_number", table -> 1)
                .big("hobt_id", ObjectViews::partition)
                .big("rows", ObjectViews::rows)
                .tiny("data_compression", table -> 0)
                .text("data_compression_desc", table -> "NONE");
        views.put("sys.partitions", (session, database) -> partitions.of(tables(database)));
        views.put("sys.dm_db_partition_stats", (session, database) -> {
            ServerViews.requireState(session);
            return partitionStats(database).of(tables(database));
        });
    }

    private static View<UserTable> partitionStats(Database database) {
        return new View<UserTable>()
                .big("partition_id", ObjectViews::partition)
                .integer("object_id", UserTable::objectId)
                .integer("index_id", table -> 1)
                .integer("partition_number", table -> 1)
                .big("in_row_data_page_count", table -> pages(database, table))
                .big("used_page_count", table -> pages(database, table))
                .big("reserved_page_count", table -> pages(database, table))
                .big("row_count", ObjectViews::rows);
    }

    private static long rows(UserTable table) {
        return table.data().rows().size();
    }

    /** The lab keeps few rows and claims many pages: the first table stands for all that the database uses. */
    private static long pages(Database database, UserTable table) {
        boolean first = database.content().tables().iterator().next() == table;
        return 1 + rows(table) / 50 + (first ? database.usedMb() * PAGES_PER_MB : 0);
    }

    /** A column with the table it belongs to. */
    private record ColumnOf(UserTable table, int ordinal, Column column) {}

    private static List<ColumnOf> columns(Database database) {
        List<ColumnOf> found = new ArrayList<>();
        for (UserTable table : tables(database)) {
            List<Column> columns = table.data().columns();
            for (int i = 0; i < columns.size(); i++) {
                found.add(new ColumnOf(table, i + 1, columns.get(i)));
            }
        }
        return found;
    }

    private static void addColumns(Map<String, Catalog.Source> views) {
        View<ColumnOf> columns = new View<ColumnOf>()
                .integer("object_id", row -> row.table().objectId())
                .text("name", row -> row.column().name())
                .integer("column_id", ColumnOf::ordinal);
        views.put("sys.columns", (session, database) -> columns.of(columns(database)));
        View<ColumnOf> standard = new View<ColumnOf>()
                .text("TABLE_SCHEMA", row -> row.table().schema())
                .text("TABLE_NAME", row -> row.table().name())
                .text("COLUMN_NAME", row -> row.column().name())
                .integer("ORDINAL_POSITION", ColumnOf::ordinal)
                .text("DATA_TYPE", row -> row.column().type().name().toLowerCase(java.util.Locale.ROOT));
        views.put("information_schema.columns", (session, database) -> standard.of(columns(database)));
        View<UserTable> tables = new View<UserTable>()
                .text("TABLE_SCHEMA", UserTable::schema)
                .text("TABLE_NAME", UserTable::name)
                .text("TABLE_TYPE", table -> "BASE TABLE");
        views.put("information_schema.tables", (session, database) -> tables.of(tables(database)));
    }

    private static List<DatabaseUser> users(Database database) {
        List<DatabaseUser> all = new ArrayList<>(BUILT_IN);
        all.set(1, BUILT_IN.get(1).withSid(database.owner()));
        all.addAll(database.content().users());
        return all;
    }

    private static View<DatabaseUser> principals() {
        LocalDateTime shipped = LocalDateTime.of(2003, 4, 8, 9, 10);
        return new View<DatabaseUser>()
                .text("name", DatabaseUser::name)
                .integer("principal_id", DatabaseUser::id)
                .text("type", DatabaseUser::type)
                .text("type_desc", user -> ServerViews.typeName(user.type(), "USER"))
                .text("default_schema_name", user -> user.type().equals("R") ? null : "dbo")
                .time("create_date", user -> shipped)
                .time("modify_date", user -> shipped)
                .binary(
                        "sid",
                        85,
                        user -> user.sid() == null ? null : user.sid().bytes())
                .bit("is_fixed_role", user -> user.id() >= 16384);
    }
}
