package org.failback.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.failback.contract.Lexeme.Kind;

/**
 * The forms in which T-SQL is written: each statement with its options but without its names and values, each procedure
 * with the parameters that are passed, each function, each column of each view. Text inside literals that is itself
 * T-SQL or a command line, as the steps of jobs are, counts as well.
 */
final class Forms {
    private static final Set<String> STARTERS = Set.of(
            "IF",
            "ELSE",
            "WHILE",
            "BEGIN",
            "END",
            "DECLARE",
            "SET",
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "CREATE",
            "DROP",
            "ALTER",
            "BACKUP",
            "RESTORE",
            "EXEC",
            "EXECUTE",
            "PRINT",
            "RAISERROR",
            "WAITFOR",
            "COMMIT",
            "ROLLBACK",
            "KILL",
            "DBCC",
            "USE",
            "TRUNCATE",
            "RECONFIGURE");
    /** Statements that are a form as a whole. */
    private static final Set<String> WHOLE = Set.of(
            "BACKUP",
            "RESTORE",
            "ALTER",
            "KILL",
            "DBCC",
            "WAITFOR",
            "CREATE",
            "DROP",
            "USE",
            "COMMIT",
            "ROLLBACK",
            "BEGIN",
            "END",
            "RAISERROR",
            "DECLARE");
    /** What a literal begins with that is run as T-SQL. */
    private static final Pattern DYNAMIC =
            Pattern.compile("(?s)\\s*(SET QUOTED_IDENTIFIER|IF |DECLARE |KILL |ALTER |SELECT |BACKUP |RESTORE ).*+");

    private static final Pattern COMMAND_LINE = Pattern.compile("(?si)\\s*cmd\\.exe .*+");

    private final Set<String> found = new TreeSet<>();

    private Forms() {}

    static Set<String> of(Collection<String> texts) {
        Forms forms = new Forms();
        texts.forEach(forms::read);
        return forms.found;
    }

    private void read(String text) {
        List<Lexeme> all = folded(Lexemes.of(text));
        for (Lexeme one : all) {
            if (one.kind() == Kind.LITERAL) {
                literal(one.text());
            }
        }
        statements(all).forEach(this::statement);
    }

    private void literal(String text) {
        if (COMMAND_LINE.matcher(text).matches()) {
            String form = text.strip()
                    .replaceAll("\"[^\"]*\"", "file")
                    .replaceAll("(del file && if exist file exit 1)( && \\1)+", "$1");
            found.add("command line " + form);
        } else if (DYNAMIC.matcher(text).matches()) {
            read(text);
        }
    }

    /** A literal put together from several and from names in between is one literal. */
    private static List<Lexeme> folded(List<Lexeme> all) {
        List<Lexeme> folded = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Lexeme one = all.get(i);
            if (one.kind() != Kind.LITERAL
                    || i + 1 >= all.size()
                    || !all.get(i + 1).is("+")) {
                folded.add(one);
                continue;
            }
            StringBuilder whole = new StringBuilder(one.text());
            int at = i + 1;
            while (at < all.size() && all.get(at).is("+")) {
                at++;
                if (all.get(at).kind() == Kind.LITERAL) {
                    whole.append(all.get(at++).text());
                } else {
                    whole.append("[x]");
                    int end = endOfTerm(all, at);
                    folded.addAll(all.subList(at, end));
                    at = end;
                }
            }
            folded.add(new Lexeme(Kind.LITERAL, whole.toString()));
            i = at - 1;
        }
        return folded;
    }

    private static int endOfTerm(List<Lexeme> all, int at) {
        int next = at + 1;
        if (next < all.size() && all.get(next).is("(")) {
            return closing(all, next) + 1;
        }
        return next;
    }

    static int closing(List<Lexeme> all, int opening) {
        int depth = 0;
        for (int i = opening; i < all.size(); i++) {
            depth += all.get(i).is("(") ? 1 : all.get(i).is(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("a bracket is never closed");
    }

    private static List<List<Lexeme>> statements(List<Lexeme> all) {
        List<List<Lexeme>> statements = new ArrayList<>();
        List<Lexeme> current = new ArrayList<>();
        int depth = 0;
        for (Lexeme one : all) {
            depth += one.is("(") ? 1 : one.is(")") ? -1 : 0;
            boolean ends = one.is(";");
            if (depth == 0 && (ends || one.isOneOf(STARTERS) && !belongs(current, one))) {
                statements.add(current);
                current = new ArrayList<>();
            }
            if (!ends) {
                current.add(one);
            }
        }
        statements.add(current);
        return statements.stream().filter(one -> !one.isEmpty()).toList();
    }

    /** Words that begin a statement elsewhere and go on with this one here. */
    private static boolean belongs(List<Lexeme> current, Lexeme word) {
        if (current.isEmpty()) {
            return false;
        }
        Lexeme before = current.get(current.size() - 1);
        String first = current.get(0).upper();
        return word.is("SET") && (first.equals("ALTER") || first.equals("UPDATE"))
                || word.is("ROLLBACK") && before.is("WITH")
                || word.is("SELECT") && first.equals("INSERT")
                || (word.is("EXEC") || word.is("EXECUTE")) && first.equals("INSERT")
                || before.is(".");
    }

    private void statement(List<Lexeme> all) {
        Lexeme first = all.get(0);
        if (first.is("EXEC") || first.is("EXECUTE")) {
            execute(all);
        } else if (first.isOneOf(WHOLE)) {
            found.add(whole(all));
        } else if (first.is("SET") && all.get(1).kind() == Kind.WORD) {
            found.add(whole(all));
        } else {
            if (!first.is("ELSE") || all.size() > 1) {
                found.add(first.upper());
            }
            new Queries(found).read(all);
            return;
        }
        if (first.is("BACKUP")
                || first.is("RESTORE")
                || first.is("ALTER")
                || first.is("CREATE")
                || first.is("DECLARE")) {
            return;
        }
        new Queries(found).calls(all);
    }

    private void execute(List<Lexeme> all) {
        int at = 1;
        if (all.get(at).is("(")) {
            found.add("EXEC (text)");
            return;
        }
        boolean status = all.get(at).kind() == Kind.VARIABLE;
        at += status ? 2 : 0;
        List<String> name = new ArrayList<>();
        name.add(all.get(at++).lower());
        while (at < all.size() && all.get(at).is(".")) {
            name.add(all.get(at + 1).lower());
            at += 2;
        }
        Set<String> parameters = new TreeSet<>();
        int position = 0;
        for (List<Lexeme> argument : split(all.subList(at, all.size()))) {
            position++;
            boolean named = argument.size() > 1 && argument.get(1).is("=");
            boolean output = argument.get(argument.size() - 1).is("OUTPUT");
            parameters.add((named ? argument.get(0).lower() : "#" + position) + (output ? " OUTPUT" : ""));
        }
        found.add("EXEC " + (status ? "status = " : "") + object(name) + " " + parameters);
    }

    static List<List<Lexeme>> split(List<Lexeme> all) {
        List<List<Lexeme>> parts = new ArrayList<>();
        List<Lexeme> current = new ArrayList<>();
        int depth = 0;
        for (Lexeme one : all) {
            depth += one.is("(") ? 1 : one.is(")") ? -1 : 0;
            if (depth == 0 && one.is(",")) {
                parts.add(current);
                current = new ArrayList<>();
            } else {
                current.add(one);
            }
        }
        parts.add(current);
        return parts.stream().filter(one -> !one.isEmpty()).toList();
    }

    /** The name with the database left out, unless it is one of the system's. */
    static String object(List<String> name) {
        boolean systems =
                name.size() < 3 || Set.of("master", "msdb", "tempdb", "model").contains(name.get(0));
        List<String> shown = new ArrayList<>(name);
        if (!systems) {
            shown.set(0, "*");
        }
        return String.join(".", shown).toLowerCase(Locale.ROOT);
    }

    /** Names and values left out; options after WITH and settings after SET in alphabetical order, each once. */
    private static String whole(List<Lexeme> all) {
        if (all.get(0).is("DECLARE")) {
            return "DECLARE "
                    + split(all.subList(1, all.size())).stream()
                            .map(one -> one.stream()
                                    .skip(1)
                                    .filter(word -> word.kind() == Kind.WORD)
                                    .map(Lexeme::lower)
                                    .collect(Collectors.joining(" ")))
                            .distinct()
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        int with = 0;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).is("WITH")) {
                with = i;
                break;
            }
        }
        String head = words(with == 0 ? all : all.subList(0, with));
        if (with == 0) {
            return head;
        }
        return head + " WITH "
                + split(all.subList(with + 1, all.size())).stream()
                        .map(Forms::words)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static String words(List<Lexeme> all) {
        return all.stream()
                .map(one -> switch (one.kind()) {
                    case QUOTED -> "name";
                    case LITERAL, VARIABLE -> "value";
                    case NUMBER -> "n";
                    case SIGN -> one.is("?") ? "value" : one.text();
                    default -> one.upper();
                })
                .collect(Collectors.joining(" "));
    }
}
