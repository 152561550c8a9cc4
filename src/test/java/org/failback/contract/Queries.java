package org.failback.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.failback.contract.Lexeme.Kind;

/** Reads queries and conditions: which functions are called, which columns of which views are named, by which clauses. */
final class Queries {
    private static final Set<String> CLAUSES = Set.of(
            "SELECT",
            "FROM",
            "WHERE",
            "AND",
            "OR",
            "NOT",
            "NULL",
            "IS",
            "IN",
            "EXISTS",
            "LIKE",
            "AS",
            "ON",
            "JOIN",
            "LEFT",
            "INNER",
            "OUTER",
            "CROSS",
            "APPLY",
            "GROUP",
            "ORDER",
            "BY",
            "DESC",
            "ASC",
            "TOP",
            "BETWEEN",
            "COLLATE",
            "DATABASE_DEFAULT",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE",
            "DISTINCT",
            "IF",
            "WHILE",
            "SET",
            "PRINT",
            "INSERT",
            "INTO",
            "VALUES",
            "DELETE",
            "UPDATE",
            "TRUNCATE",
            "TABLE",
            "DEFAULT",
            "END");
    /** Functions of which each first argument is a question of its own. */
    private static final Set<String> ASKS_BY_NAME = Set.of("SERVERPROPERTY", "IS_SRVROLEMEMBER", "HAS_PERMS_BY_NAME");

    private static final Set<String> TAKES_A_WORD = Set.of("DATEADD", "DATEDIFF", "CONVERT");
    private final Set<String> found;

    Queries(Set<String> found) {
        this.found = found;
    }

    /** The views that a query names, by alias, and what lies around it. */
    private record Sources(Map<String, String> byAlias, Sources outer) {
        String of(String alias) {
            String object = byAlias.get(alias);
            return object != null || outer == null ? object : outer.of(alias);
        }

        /** The only view there is for a column without an alias; null where there are several or none. */
        String only() {
            Set<String> objects = Set.copyOf(byAlias.values());
            return objects.size() == 1
                    ? objects.iterator().next()
                    : objects.isEmpty() && outer != null ? outer.only() : null;
        }
    }

    void read(List<Lexeme> all) {
        calls(all);
        level(all, null);
    }

    /** Functions and global variables, wherever they stand. */
    void calls(List<Lexeme> all) {
        for (int i = 0; i < all.size(); i++) {
            Lexeme one = all.get(i);
            if (one.kind() == Kind.GLOBAL) {
                found.add("function " + one.upper());
            }
            boolean call = one.kind() == Kind.WORD
                    && i + 1 < all.size()
                    && all.get(i + 1).is("(")
                    && !one.isOneOf(CLAUSES)
                    && !isType(all, i);
            if (call) {
                found.add("function " + call(all, i));
            }
        }
    }

    private static boolean isType(List<Lexeme> all, int at) {
        return Set.of("NVARCHAR", "VARCHAR", "VARBINARY", "DECIMAL", "NUMERIC", "CHAR", "NCHAR", "RAISERROR", "EXEC")
                .contains(all.get(at).upper());
    }

    private static String call(List<Lexeme> all, int at) {
        String name = all.get(at).upper();
        if (TAKES_A_WORD.contains(name)) {
            return name + "(" + all.get(at + 2).lower() + ")";
        }
        if (!ASKS_BY_NAME.contains(name)) {
            return name;
        }
        StringBuilder asked = new StringBuilder(name).append('(');
        for (Lexeme argument : all.subList(at + 2, Forms.closing(all, at + 1))) {
            asked.append(argument.kind() == Kind.LITERAL ? "'" + argument.text() + "'" : argument.text());
        }
        return asked.append(')').toString();
    }

    private void level(List<Lexeme> all, Sources outer) {
        Map<String, String> byAlias = new HashMap<>();
        Set<Integer> taken = sources(all, byAlias);
        Sources here = new Sources(byAlias, outer);
        for (int i = 0; i < all.size(); i++) {
            Lexeme one = all.get(i);
            if (one.is("(")) {
                int end = Forms.closing(all, i);
                level(all.subList(i + 1, end), here);
                i = end;
            } else if (one.isOneOf(CLAUSES)) {
                found.add("clause " + one.upper());
            } else if (one.isName() && !taken.contains(i)) {
                i = name(all, i, here);
            }
        }
    }

    /** Notes the views after FROM, JOIN, APPLY, INTO; answers which words name them. */
    private Set<Integer> sources(List<Lexeme> all, Map<String, String> byAlias) {
        Set<Integer> taken = new java.util.HashSet<>();
        int depth = 0;
        for (int i = 0; i < all.size(); i++) {
            Lexeme one = all.get(i);
            depth += one.is("(") ? 1 : one.is(")") ? -1 : 0;
            if (depth != 0
                    || !one.isOneOf(Set.of("FROM", "JOIN", "APPLY", "INTO", "UPDATE", "DELETE"))
                    || i + 1 >= all.size()) {
                continue;
            }
            if (!all.get(i + 1).isName() || all.get(i + 1).isOneOf(CLAUSES)) {
                continue;
            }
            List<String> name = new ArrayList<>();
            int at = i + 1;
            taken.add(at);
            name.add(all.get(at++).lower());
            while (at + 1 < all.size() && all.get(at).is(".")) {
                name.add(all.get(at + 1).lower());
                taken.add(at + 1);
                at += 2;
            }
            String object = Forms.object(name);
            found.add("view " + object);
            if (at < all.size() && all.get(at).is("(")) {
                at = Forms.closing(all, at) + 1;
            }
            if (at < all.size() && all.get(at).is("AS")) {
                at++;
            }
            boolean aliased =
                    at < all.size() && all.get(at).isName() && !all.get(at).isOneOf(CLAUSES);
            byAlias.put(aliased ? all.get(at).lower() : name.get(name.size() - 1), object);
            if (aliased) {
                taken.add(at);
            }
        }
        return taken;
    }

    /** A column, or a word that is none; answers where it ends. */
    private int name(List<Lexeme> all, int at, Sources here) {
        boolean declared = at > 0 && all.get(at - 1).is("AS");
        boolean called = at + 1 < all.size() && all.get(at + 1).is("(");
        if (at + 2 < all.size() && all.get(at + 1).is(".")) {
            String object = here.of(all.get(at).lower());
            if (object != null) {
                found.add("column " + object + "." + all.get(at + 2).lower());
            }
            return at + 2;
        }
        boolean datePart = at >= 1 && all.get(at).isOneOf(Set.of("SECOND", "DAY", "INT", "BIGINT", "NVARCHAR"));
        if (!declared && !called && !datePart && here.only() != null) {
            found.add("column " + here.only() + "." + all.get(at).lower());
        }
        return at;
    }
}
