package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.failback.lab.tds.SqlError;

/** Reads the statements that the instance carries out. */
final class ServerStatementParser {
    private static final Set<String> REFUSED_OBJECTS = Set.of(
            "PROC",
            "PROCEDURE",
            "FUNCTION",
            "VIEW",
            "TRIGGER",
            "INDEX",
            "UNIQUE",
            "CLUSTERED",
            "NONCLUSTERED",
            "SCHEMA",
            "TYPE",
            "ENDPOINT",
            "ROLE",
            "SYNONYM",
            "CERTIFICATE",
            "MASTER",
            "CREDENTIAL",
            "STATISTICS",
            "EVENT",
            "SERVER",
            "PARTITION",
            "QUEUE",
            "SERVICE",
            "RESOURCE",
            "WORKLOAD",
            "APPLICATION",
            "SYMMETRIC",
            "ASYMMETRIC",
            "ASSEMBLY",
            "DEFAULT",
            "RULE",
            "MESSAGE",
            "CONTRACT",
            "ROUTE",
            "XML",
            "FULLTEXT");
    private final TokenStream in;
    private final ExpressionParser expressions;

    ServerStatementParser(TokenStream in, ExpressionParser expressions) {
        this.in = in;
        this.expressions = expressions;
    }

    Statement statement() throws SqlError {
        String verb = in.next().upper();
        return switch (verb) {
            case "USE" -> fixed(new ServerStatement.UseDatabase(in.name()));
            case "BACKUP" -> new BackupParser(in, expressions).backup();
            case "RESTORE" -> new BackupParser(in, expressions).restore();
            case "DBCC" -> dbcc();
            case "KILL" -> kill();
            case "RECONFIGURE" -> reconfigure();
            case "CHECKPOINT" -> fixed(new ServerStatement.Checkpoint());
            default -> definition(verb);
        };
    }

    private static Statement fixed(ServerStatement statement) {
        return new Statement.ForServer(evaluator -> statement);
    }

    private Statement definition(String verb) throws SqlError {
        if (in.accept("DATABASE")) {
            return switch (verb) {
                case "CREATE" -> createDatabase();
                case "DROP" -> dropDatabase();
                default -> new AlterDatabaseParser(in).statement();
            };
        }
        if (in.accept("LOGIN")) {
            return login(verb);
        }
        if (in.accept("USER")) {
            return user(verb);
        }
        if (verb.equals("ALTER") && in.accept("AUTHORIZATION")) {
            return authorization();
        }
        if (REFUSED_OBJECTS.contains(in.peek().upper())) {
            throw Refusal.of(verb + " " + in.peek().upper());
        }
        throw in.unexpected();
    }

    private Statement createDatabase() throws SqlError {
        String name = in.name();
        List<ServerStatement.DatabaseFile> data = List.of();
        List<ServerStatement.DatabaseFile> log = List.of();
        String collation = "";
        if (in.accept("ON")) {
            in.accept("PRIMARY");
            data = files();
            if (in.accept("LOG")) {
                in.expect("ON");
                log = files();
            }
        }
        if (in.accept("COLLATE")) {
            collation = in.name();
        }
        if (in.isWord("FOR") || in.isWord("AS")) {
            throw Refusal.of(
                    "CREATE DATABASE … " + in.peek().upper() + " " + in.peek(1).upper());
        }
        if (in.isWord("WITH")) {
            throw Refusal.of("CREATE DATABASE … WITH");
        }
        return fixed(new ServerStatement.CreateDatabase(name, data, log, collation));
    }

    private List<ServerStatement.DatabaseFile> files() throws SqlError {
        List<ServerStatement.DatabaseFile> files = new ArrayList<>();
        do {
            if (in.isWord("FILEGROUP")) {
                throw Refusal.of("file groups in CREATE DATABASE");
            }
            files.add(file());
        } while (in.acceptOperator(","));
        return files;
    }

    private ServerStatement.DatabaseFile file() throws SqlError {
        String name = "";
        String path = "";
        long size = -1;
        in.expectOperator("(");
        do {
            String option = in.name().toUpperCase(Locale.ROOT);
            in.expectOperator("=");
            switch (option) {
                case "NAME" -> name = in.isString() ? in.string() : in.name();
                case "FILENAME" -> path = in.string();
                case "SIZE" -> size = size();
                case "MAXSIZE", "FILEGROWTH" -> growth();
                default -> throw in.unexpected();
            }
        } while (in.acceptOperator(","));
        in.expectOperator(")");
        return new ServerStatement.DatabaseFile(name, path, size);
    }

    private long size() throws SqlError {
        long number = in.integer();
        if (in.accept("KB")) {
            return number;
        }
        if (in.accept("GB")) {
            return number * 1024 * 1024;
        }
        in.accept("MB");
        return number * 1024;
    }

    private void growth() throws SqlError {
        if (!in.accept("UNLIMITED")) {
            size();
            in.acceptOperator("%");
        }
    }

    private Statement dropDatabase() throws SqlError {
        List<String> names = new ArrayList<>();
        do {
            names.add(in.name());
        } while (in.acceptOperator(","));
        return fixed(new ServerStatement.DropDatabase(List.copyOf(names)));
    }

    private Statement login(String verb) throws SqlError {
        String name = in.name();
        if (verb.equals("DROP")) {
            return fixed(new ServerStatement.DropLogin(name));
        }
        if (verb.equals("ALTER")) {
            if (in.accept("ENABLE")) {
                return fixed(new ServerStatement.AlterLogin(name, true));
            }
            if (in.accept("DISABLE")) {
                return fixed(new ServerStatement.AlterLogin(name, false));
            }
            throw Refusal.of("ALTER LOGIN other than ENABLE and DISABLE");
        }
        boolean windows = false;
        if (in.accept("FROM")) {
            if (!in.accept("WINDOWS")) {
                throw Refusal.of("CREATE LOGIN … FROM " + in.peek().upper());
            }
            windows = true;
        }
        String password = null;
        byte[] sid = null;
        if (in.accept("WITH")) {
            do {
                String option = in.name().toUpperCase(Locale.ROOT);
                in.expectOperator("=");
                switch (option) {
                    case "PASSWORD" -> password = in.string();
                    case "SID" -> sid = (byte[]) expressions.constant().value();
                    case "DEFAULT_DATABASE", "DEFAULT_LANGUAGE", "CHECK_POLICY", "CHECK_EXPIRATION" -> in.next();
                    default -> throw Refusal.of("CREATE LOGIN … WITH " + option);
                }
            } while (in.acceptOperator(","));
        }
        return fixed(new ServerStatement.CreateLogin(name, windows, password, sid));
    }

    private Statement user(String verb) throws SqlError {
        String name = in.name();
        if (verb.equals("DROP")) {
            return fixed(new ServerStatement.DropUser(name));
        }
        if (verb.equals("ALTER")) {
            in.expect("WITH");
            if (!in.accept("LOGIN")) {
                throw Refusal.of("ALTER USER other than WITH LOGIN");
            }
            in.expectOperator("=");
            return fixed(new ServerStatement.AlterUser(name, in.name()));
        }
        String login = "";
        boolean without = in.accept("WITHOUT", "LOGIN");
        if (in.accept("FOR") || in.accept("FROM")) {
            if (!in.accept("LOGIN")) {
                throw Refusal.of("CREATE USER … FOR " + in.peek().upper());
            }
            login = in.name();
        }
        if (in.accept("WITH")) {
            in.expect("DEFAULT_SCHEMA");
            in.expectOperator("=");
            in.name();
        }
        return fixed(new ServerStatement.CreateUser(name, login, without));
    }

    private Statement authorization() throws SqlError {
        in.expect("ON");
        if (!in.accept("DATABASE")) {
            throw Refusal.of("ALTER AUTHORIZATION on anything but a database");
        }
        in.expectOperator("::");
        String database = in.name();
        in.expect("TO");
        return fixed(new ServerStatement.AlterAuthorization(database, in.name()));
    }

    private Statement kill() throws SqlError {
        if (in.isString() || in.isWord("STATS") || in.isWord("QUERY")) {
            throw Refusal.of("KILL of anything but a session");
        }
        int session = in.integer();
        if (in.isWord("WITH")) {
            throw Refusal.of("KILL … WITH STATUSONLY");
        }
        return fixed(new ServerStatement.Kill(session));
    }

    private Statement reconfigure() throws SqlError {
        boolean override = in.accept("WITH", "OVERRIDE");
        return fixed(new ServerStatement.Reconfigure(override));
    }

    private Statement dbcc() throws SqlError {
        String command = in.name().toUpperCase(Locale.ROOT);
        List<Expression> arguments = new ArrayList<>();
        if (in.acceptOperator("(") && !in.acceptOperator(")")) {
            do {
                arguments.add(
                        in.isName() ? ExpressionParser.string(in.name(), true) : expressions.constantOrVariable());
            } while (in.acceptOperator(","));
            in.expectOperator(")");
        }
        Set<String> options = new TreeSet<>();
        if (in.accept("WITH")) {
            do {
                options.add(in.name().toUpperCase(Locale.ROOT));
            } while (in.acceptOperator(","));
        }
        return new Statement.ForServer(evaluator -> {
            List<Object> values = new ArrayList<>();
            for (Expression argument : arguments) {
                values.add(evaluator.value(argument));
            }
            return new ServerStatement.Dbcc(command, values, options);
        });
    }
}
