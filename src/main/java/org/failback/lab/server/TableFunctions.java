package org.failback.lab.server;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.ObjectName;
import org.failback.lab.tsql.TableFunction;

/** The table-valued functions of the server. */
final class TableFunctions {
    private final ServerSession session;
    private final Instance instance;

    TableFunctions(ServerSession session) {
        this.session = session;
        this.instance = session.instance();
    }

    TableFunction find(ObjectName name) throws SqlError {
        return switch (name.name().toLowerCase(Locale.ROOT)) {
            case "dm_os_volume_stats" -> function(volumeStats(), this::volumes);
            case "dm_exec_sql_text" -> function(sqlText(), this::text);
            default -> throw Errors.of(208, name);
        };
    }

    private interface Rows<T> {
        List<T> of(List<Object> args) throws SqlError;
    }

    private <T> TableFunction function(View<T> view, Rows<T> rows) {
        SqlEstate estate = instance.estate();
        return new TableFunction() {
            @Override
            public List<Column> columns() {
                return view.columns();
            }

            @Override
            public List<Object[]> rows(List<Object> args) throws SqlError {
                estate.lock().lock();
                try {
                    return rows.of(args).stream().map(view::row).toList();
                } finally {
                    estate.lock().unlock();
                }
            }
        };
    }

    private record VolumeOf(int database, int file, Volume volume) {}

    private View<VolumeOf> volumeStats() {
        return new View<VolumeOf>()
                .integer("database_id", VolumeOf::database)
                .integer("file_id", VolumeOf::file)
                .text("volume_mount_point", row -> row.volume().root().text() + "\\")
                .text("volume_id", row -> row.volume().root().text())
                .text("logical_volume_name", row -> "")
                .text("file_system_type", row -> "NTFS")
                .big("total_bytes", row -> row.volume().capacity())
                .big("available_bytes", row -> row.volume().free())
                .bit("supports_compression", row -> true)
                .bit("is_read_only", row -> false)
                .bit("is_compressed", row -> false);
    }

    private List<VolumeOf> volumes(List<Object> args) throws SqlError {
        ServerViews.requireState(session);
        Arguments arguments = new Arguments("sys.dm_os_volume_stats", args).demand(2);
        if (arguments.anyNull()) {
            return List.of();
        }
        int databaseId = (int) arguments.whole(0);
        int fileId = (int) arguments.whole(1);
        Database database = instance.database(databaseId);
        if (database == null) {
            return List.of();
        }
        return database.files().stream()
                .filter(file -> file.id() == fileId)
                .flatMap(file -> instance.storage().drivesOf(instance.host().name()).stream()
                        .filter(drive -> drive.root().key().equals(new WindowsPath(file.physical()).root())))
                .map(drive -> new VolumeOf(databaseId, fileId, drive))
                .toList();
    }

    private View<ServerSession> sqlText() {
        return new View<ServerSession>()
                .small("dbid", row -> null)
                .integer("objectid", row -> null)
                .small("number", row -> null)
                .bit("encrypted", row -> false)
                .longText(
                        "text",
                        row -> row.request() == null
                                ? row.lastStatement()
                                : row.request().statement());
    }

    private List<ServerSession> text(List<Object> args) throws SqlError {
        ServerViews.requireState(session);
        if (args.isEmpty() || !(args.get(0) instanceof byte[] handle) || handle.length != 6) {
            return List.of();
        }
        ServerSession found = instance.session(ByteBuffer.wrap(handle).getInt(2));
        return found == null ? List.of() : List.of(found);
    }
}
