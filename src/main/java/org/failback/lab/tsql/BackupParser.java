package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.failback.lab.tds.SqlError;

/** Reads BACKUP and RESTORE. Where the grammar wants a constant or a variable, an expression is a syntax error. */
final class BackupParser {
    private static final Set<With> BACKUP = EnumSet.of(
            With.BLOCKSIZE,
            With.BUFFERCOUNT,
            With.CHECKSUM,
            With.COMPRESSION,
            With.CONTINUE_AFTER_ERROR,
            With.COPY_ONLY,
            With.DESCRIPTION,
            With.DIFFERENTIAL,
            With.EXPIREDATE,
            With.FORMAT,
            With.INIT,
            With.MAXTRANSFERSIZE,
            With.MEDIADESCRIPTION,
            With.MEDIANAME,
            With.NAME,
            With.NOFORMAT,
            With.NOINIT,
            With.NORECOVERY,
            With.NOREWIND,
            With.NOSKIP,
            With.NOUNLOAD,
            With.NO_CHECKSUM,
            With.NO_COMPRESSION,
            With.NO_TRUNCATE,
            With.RETAINDAYS,
            With.REWIND,
            With.SKIP,
            With.STANDBY,
            With.STATS,
            With.STOP_ON_ERROR,
            With.UNLOAD);
    private static final Set<With> RESTORE = EnumSet.of(
            With.BLOCKSIZE,
            With.BUFFERCOUNT,
            With.CHECKSUM,
            With.CONTINUE_AFTER_ERROR,
            With.ENABLE_BROKER,
            With.ERROR_BROKER_CONVERSATIONS,
            With.FILE,
            With.KEEP_CDC,
            With.KEEP_REPLICATION,
            With.LOADHISTORY,
            With.MAXTRANSFERSIZE,
            With.MEDIANAME,
            With.NEW_BROKER,
            With.NORECOVERY,
            With.NOREWIND,
            With.NOUNLOAD,
            With.NO_CHECKSUM,
            With.PARTIAL,
            With.RECOVERY,
            With.REPLACE,
            With.RESTART,
            With.RESTRICTED_USER,
            With.REWIND,
            With.STANDBY,
            With.STATS,
            With.STOPAT,
            With.STOP_ON_ERROR,
            With.UNLOAD);
    private static final List<Set<With>> CONFLICTS = List.of(
            EnumSet.of(With.INIT, With.NOINIT),
            EnumSet.of(With.FORMAT, With.NOFORMAT),
            EnumSet.of(With.FORMAT, With.NOINIT),
            EnumSet.of(With.SKIP, With.NOSKIP),
            EnumSet.of(With.CHECKSUM, With.NO_CHECKSUM),
            EnumSet.of(With.COMPRESSION, With.NO_COMPRESSION),
            EnumSet.of(With.STOP_ON_ERROR, With.CONTINUE_AFTER_ERROR),
            EnumSet.of(With.RECOVERY, With.NORECOVERY),
            EnumSet.of(With.RECOVERY, With.STANDBY),
            EnumSet.of(With.NORECOVERY, With.STANDBY),
            EnumSet.of(With.EXPIREDATE, With.RETAINDAYS));
    private static final Set<String> REFUSED =
            Set.of("PASSWORD", "MEDIAPASSWORD", "STOPATMARK", "STOPBEFOREMARK", "SNAPSHOT", "NO_LOG");
    private final TokenStream in;
    private final ExpressionParser expressions;

    BackupParser(TokenStream in, ExpressionParser expressions) {
        this.in = in;
        this.expressions = expressions;
    }

    Statement backup() throws SqlError {
        ServerStatement.BackupKind kind = in.accept("LOG") || in.accept("TRAN") || in.accept("TRANSACTION")
                ? ServerStatement.BackupKind.LOG
                : ServerStatement.BackupKind.DATABASE;
        if (kind == ServerStatement.BackupKind.DATABASE && !in.accept("DATABASE")) {
            if (in.isWord("CERTIFICATE") || in.isWord("MASTER") || in.isWord("SERVICE")) {
                throw Refusal.of("BACKUP " + in.peek().upper());
            }
            throw in.unexpected();
        }
        Expression database = database();
        refuseParts();
        in.expect("TO");
        List<Expression> disks = disks();
        if (in.isWords("MIRROR", "TO")) {
            throw Refusal.of("mirrored backup media");
        }
        Map<With, Expression> options = options(BACKUP, "BACKUP", null);
        return new Statement.ForServer(evaluator -> new ServerStatement.Backup(
                kind, evaluator.text(database), texts(disks, evaluator), values(options, evaluator)));
    }

    Statement restore() throws SqlError {
        ServerStatement.RestoreKind kind = restoreKind();
        boolean named = kind == ServerStatement.RestoreKind.DATABASE || kind == ServerStatement.RestoreKind.LOG;
        Expression database = named ? database() : ExpressionParser.string("", true);
        if (named) {
            refuseParts();
        }
        List<Expression> disks = List.of();
        if (!named || in.isWord("FROM")) {
            in.expect("FROM");
            if (in.isWord("DATABASE_SNAPSHOT")) {
                throw Refusal.of("database snapshots");
            }
            disks = disks();
        }
        List<Expression> devices = disks;
        Map<Expression, Expression> moves = new LinkedHashMap<>();
        Map<With, Expression> options = options(RESTORE, "RESTORE", moves);
        return new Statement.ForServer(evaluator -> {
            Map<String, String> paths = new LinkedHashMap<>();
            for (Map.Entry<Expression, Expression> move : moves.entrySet()) {
                paths.put(evaluator.text(move.getKey()), evaluator.text(move.getValue()));
            }
            return new ServerStatement.Restore(
                    kind, evaluator.text(database), texts(devices, evaluator), paths, values(options, evaluator));
        });
    }

    private ServerStatement.RestoreKind restoreKind() throws SqlError {
        if (in.accept("TRAN") || in.accept("TRANSACTION")) {
            return ServerStatement.RestoreKind.LOG;
        }
        String word = in.next().upper();
        for (ServerStatement.RestoreKind kind : ServerStatement.RestoreKind.values()) {
            if (kind.name().equals(word)) {
                return kind;
            }
        }
        if (Set.of("REWINDONLY", "MASTER", "SERVICE").contains(word)) {
            throw Refusal.of("RESTORE " + word);
        }
        throw in.unexpectedAt(in.mark() - 1);
    }

    private Expression database() throws SqlError {
        return in.peek().kind() == Token.Kind.VARIABLE
                ? expressions.constantOrVariable()
                : ExpressionParser.string(in.name(), true);
    }

    private void refuseParts() throws SqlError {
        for (String part : List.of("FILE", "FILEGROUP", "READ_WRITE_FILEGROUPS", "PAGE")) {
            if (in.isWord(part)) {
                throw Refusal.of("backup and restore of parts of a database (" + part + ")");
            }
        }
    }

    private List<Expression> disks() throws SqlError {
        List<Expression> disks = new ArrayList<>();
        do {
            if (in.isWord("TAPE")) {
                throw Refusal.of("tapes");
            }
            if (in.isName() || in.peek().kind() == Token.Kind.VARIABLE) {
                throw Refusal.of("logical backup devices: name the file with DISK =");
            }
            in.expect("DISK");
            in.expectOperator("=");
            disks.add(textOrVariable());
        } while (in.acceptOperator(","));
        return disks;
    }

    private Expression textOrVariable() throws SqlError {
        if (!in.isString() && in.peek().kind() != Token.Kind.VARIABLE) {
            throw in.unexpected();
        }
        return expressions.constantOrVariable();
    }

    private Map<With, Expression> options(Set<With> allowed, String verb, Map<Expression, Expression> moves)
            throws SqlError {
        Map<With, Expression> options = new EnumMap<>(With.class);
        if (!in.accept("WITH")) {
            return options;
        }
        do {
            if (moves != null && in.accept("MOVE")) {
                Expression logical = textOrVariable();
                in.expect("TO");
                moves.put(logical, textOrVariable());
            } else {
                option(allowed, verb, options);
            }
        } while (in.acceptOperator(","));
        for (Set<With> conflict : CONFLICTS) {
            if (options.keySet().containsAll(conflict)) {
                var pair = conflict.iterator();
                throw conflict(pair.next(), pair.next());
            }
        }
        return options;
    }

    private void option(Set<With> allowed, String verb, Map<With, Expression> options) throws SqlError {
        Token token = in.next();
        if (REFUSED.contains(token.upper())) {
            throw Refusal.of(verb + " … WITH " + token.upper());
        }
        if (token.kind() != Token.Kind.WORD) {
            throw in.unexpectedAt(in.mark() - 1);
        }
        With option = allowed.stream()
                .filter(known -> known.name().equals(token.upper()))
                .findFirst()
                .orElse(null);
        if (option == null) {
            throw new SqlError(155, 15, 1, "'" + token.text() + "' is not a recognized " + verb + " option.");
        }
        Expression value = ExpressionParser.string("", false);
        if (option.takesValue() && (option != With.STATS || in.isOperator("="))) {
            in.expectOperator("=");
            value = expressions.constantOrVariable();
        } else if (option == With.STATS) {
            value = new Expression.Literal(10, Type.INT);
        }
        if (options.put(option, value) != null) {
            throw conflict(option, option);
        }
    }

    private static SqlError conflict(With one, With other) {
        return new SqlError(
                3031,
                16,
                1,
                "Option '" + one.name().toLowerCase(java.util.Locale.ROOT) + "' conflicts with option(s) '"
                        + other.name().toLowerCase(java.util.Locale.ROOT)
                        + "'. Remove the conflicting option and reissue the statement.");
    }

    private static List<String> texts(List<Expression> expressions, Statement.Evaluator evaluator) throws SqlError {
        List<String> texts = new ArrayList<>();
        for (Expression expression : expressions) {
            texts.add(evaluator.text(expression));
        }
        return texts;
    }

    private static Options values(Map<With, Expression> options, Statement.Evaluator evaluator) throws SqlError {
        Map<With, Object> values = new EnumMap<>(With.class);
        for (Map.Entry<With, Expression> option : options.entrySet()) {
            Object value = evaluator.value(option.getValue());
            if (value != null) {
                values.put(option.getKey(), value);
            }
        }
        return new Options(values);
    }
}
