package org.failback.lab.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.failback.lab.tds.SqlError;

class PropertiesTest {
    private final Lab lab = new Lab();

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("ab ]['\"%_\\\n-*/;@\u00e9\u20ac")
                .ofMaxLength(20);
    }

    @Property(tries = 300)
    void aQuotedLiteralComesBackAsItWas(@ForAll("names") String text) {
        assertThat(lab.value("N'" + text.replace("'", "''") + "'")).isEqualTo(text);
    }

    @Property(tries = 300)
    void aLiteralInALiteralComesBackAsItWas(@ForAll("names") String text) {
        String inner = "SELECT N'" + text.replace("'", "''") + "'";
        RecordedAnswer answer = lab.batch("EXEC (N'" + inner.replace("'", "''") + "')");
        assertThat(answer.rows.get(0).get(0)).isEqualTo(text);
    }

    @Property(tries = 300)
    void aQuotedNameComesBackAsItWas(@ForAll("names") String text) {
        String name = "x" + text;
        RecordedAnswer answer = lab.batch("SELECT 1 AS [" + name.replace("]", "]]") + "]");
        assertThat(answer.columns.get(0).name()).isEqualTo(name);
        assertThat(lab.value("QUOTENAME(N'" + name.replace("'", "''") + "')"))
                .isEqualTo("[" + name.replace("]", "]]") + "]");
    }

    /** A guard lets through exactly when every condition is true; one NULL among them shuts it. */
    @Property(tries = 300)
    void aGuardOpensOnlyOnTruth(@ForAll Truth a, @ForAll Truth b, @ForAll Truth c) {
        String guard = sql(a) + " AND " + sql(b) + " AND " + sql(c);
        boolean open = a == Truth.TRUE && b == Truth.TRUE && c == Truth.TRUE;
        assertThat(lab.branch(guard)).isEqualTo(open ? "info then" : "info else");
    }

    /** NOT over an unknown stays unknown, and the laws of De Morgan hold for three values. */
    @Property(tries = 300)
    void negationKnowsThreeValues(@ForAll Truth a, @ForAll Truth b) {
        String left = "NOT (" + sql(a) + " AND " + sql(b) + ")";
        String right = "(NOT " + sql(a) + " OR NOT " + sql(b) + ")";
        assertThat(lab.branch(left)).isEqualTo(lab.branch(right));
        assertThat(lab.branch("NOT " + sql(a))).isEqualTo(a == Truth.FALSE ? "info then" : "info else");
    }

    private static String sql(Truth truth) {
        return switch (truth) {
            case TRUE -> "1 = 1";
            case FALSE -> "1 = 0";
            case UNKNOWN -> "1 = NULL";
        };
    }

    @Property(tries = 500)
    void noTextMakesTheParserFallOver(@ForAll("scraps") String sql) throws SqlError {
        try {
            BatchParser.parse(sql, true, java.util.List.of());
        } catch (SqlError e) {
            assertThat(e.number()).isPositive();
        }
    }

    @Provide
    Arbitrary<String> scraps() {
        return Arbitraries.of(
                        "SELECT",
                        "FROM",
                        "WHERE",
                        "(",
                        ")",
                        ",",
                        "a",
                        "[b]",
                        "1",
                        "'x'",
                        "N'y'",
                        "@@ERROR",
                        "=",
                        "IF",
                        "BEGIN",
                        "END",
                        "ELSE",
                        "EXEC",
                        "BACKUP",
                        "RESTORE",
                        "DATABASE",
                        "TO",
                        "DISK",
                        "WITH",
                        "ALTER",
                        "SET",
                        "PARTNER",
                        "AND",
                        "NOT",
                        "IN",
                        "EXISTS",
                        ".",
                        ";",
                        "*",
                        "-",
                        "ORDER",
                        "BY",
                        "GROUP",
                        "DECLARE",
                        "@v",
                        "int",
                        "TABLE",
                        "INSERT",
                        "VALUES",
                        "TRY",
                        "CATCH",
                        "RETURN",
                        "CASE",
                        "WHEN")
                .list()
                .ofMaxSize(14)
                .map(words -> String.join(" ", words));
    }
}
