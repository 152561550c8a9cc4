package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;

/** An instance that remembers what it was asked and answers from maps. */
final class FakeServer implements Server {
    final List<ServerStatement> statements = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    final Map<String, Table> tables = new HashMap<>();
    final Map<String, Object> functions = new HashMap<>();
    final Set<String> unusable = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    final Map<String, SqlError> failures = new HashMap<>();
    Collation collation = Collation.DEFAULT;
    Runnable onBegin = () -> {};

    FakeServer() {
        functions.put("SERVERPROPERTY('SERVERNAME')", "PRIMARY\\LYNC");
        functions.put("DB_ID('MGC')", 5);
        functions.put("DATABASEPROPERTYEX('MGC','STATUS')", "ONLINE");
    }

    void put(String name, MemoryTable table) {
        tables.put(name.toUpperCase(Locale.ROOT), table);
    }

    @Override
    public Table table(ObjectName name, Scope scope) throws SqlError {
        Table table = tables.get(key(name, scope));
        if (table == null) {
            throw new SqlError(208, 16, 1, "Invalid object name '" + name + "'.");
        }
        return table;
    }

    private static String key(ObjectName name, Scope scope) {
        String schema = name.schema().isEmpty() ? "dbo" : name.schema();
        if (schema.equalsIgnoreCase("sys")) {
            return ("sys." + name.name()).toUpperCase(Locale.ROOT);
        }
        String database = name.database().isEmpty() ? scope.database() : name.database();
        return (database + "." + schema + "." + name.name()).toUpperCase(Locale.ROOT);
    }

    @Override
    public TableFunction tableFunction(ObjectName name, Scope scope) {
        return new TableFunction() {
            @Override
            public List<Column> columns() {
                return List.of(new Column("volume", SqlType.NVARCHAR, 128, 0), Column.of("free", SqlType.BIGINT));
            }

            @Override
            public List<Object[]> rows(List<Object> args) {
                return Integer.valueOf(9).equals(args.get(1))
                        ? List.of()
                        : List.<Object[]>of(new Object[] {"D" + args.get(0) + args.get(1), 7L});
            }
        };
    }

    @Override
    public void databaseMustBeUsable(String database, Scope scope) throws SqlError {
        if (unusable.contains(database)) {
            throw new SqlError(
                    927, 14, 2, "Database '" + database + "' cannot be opened. It is in the middle of a restore.");
        }
    }

    @Override
    public Object function(ObjectName name, List<Object> args, Scope scope) {
        List<String> texts = args.stream()
                .map(arg -> "'" + String.valueOf(arg).toUpperCase(Locale.ROOT) + "'")
                .toList();
        return functions.get(name.name() + "(" + String.join(",", texts) + ")");
    }

    @Override
    public Column functionResult(ObjectName name, Scope scope) {
        return Column.of("", SqlType.DATETIME);
    }

    @Override
    public int procedure(ObjectName name, List<Argument> arguments, Scope scope, Answer answer) throws SqlError {
        StringBuilder call = new StringBuilder(name.toString());
        for (Argument argument : arguments) {
            call.append(' ')
                    .append(argument.name())
                    .append('=')
                    .append(argument.defaulted() ? "DEFAULT" : argument.value());
        }
        calls.add(call.toString());
        if (failures.containsKey(name.name())) {
            throw failures.get(name.name());
        }
        switch (name.name()) {
            case "sp_double" -> {
                arguments.get(1).returns((Integer) arguments.get(0).value() * 2);
                return 7;
            }
            case "sp_rows" -> {
                answer.columns(List.of(Column.of("a", SqlType.INT), new Column("b", SqlType.NVARCHAR, 10, 0)));
                answer.row(1, "one");
                answer.row(2, "two");
                answer.endOfRows(2);
                return 0;
            }
            case "sp_complains" -> {
                answer.message(new Message(14262, 16, 1, "The specified @job_name does not exist.", "sp_complains", 9));
                return 1;
            }
            default -> throw new SqlError(2812, 16, 62, "Could not find stored procedure '" + name + "'.");
        }
    }

    @Override
    public void run(ServerStatement statement, Scope scope, Answer answer) throws SqlError {
        statements.add(statement);
        String kind = statement.getClass().getSimpleName();
        if (failures.containsKey(kind)) {
            throw failures.get(kind);
        }
        if (statement instanceof ServerStatement.UseDatabase use) {
            if (use.database().equals("nowhere")) {
                throw new SqlError(911, 16, 1, "Database 'nowhere' does not exist.");
            }
            scope.useDatabase(use.database());
            answer.database(use.database());
        }
        if (statement instanceof ServerStatement.Restore restore
                && restore.kind() == ServerStatement.RestoreKind.HEADERONLY) {
            answer.columns(List.of(
                    new Column("BackupName", SqlType.NVARCHAR, 128, 0), Column.of("BackupType", SqlType.SMALLINT)));
            answer.row("mgc full", 1);
            answer.endOfRows(1);
        }
    }

    @Override
    public void createTable(ObjectName name, MemoryTable table, Scope scope) {
        tables.put(key(name, scope), table);
    }

    @Override
    public void dropTable(ObjectName name, Scope scope) throws SqlError {
        if (tables.remove(key(name, scope)) == null) {
            throw new SqlError(3701, 11, 5, "Cannot drop the table '" + name + "'.");
        }
    }

    @Override
    public Object globalVariable(String name, Scope scope) {
        return name.equals("@@SERVERNAME") ? "PRIMARY\\LYNC" : null;
    }

    @Override
    public Collation collation(Scope scope) {
        return collation;
    }

    @Override
    public void statementBegins(String text, Scope scope, Answer answer) throws SqlError {
        onBegin.run();
        if (failures.containsKey(text)) {
            throw failures.get(text);
        }
    }

    @Override
    public void statementEnds(String text, Scope scope, Answer answer, Outcome outcome) {
        log.add(text + " -> " + outcome);
    }
}
