package org.failback.contract;

import java.util.Locale;

/**
 * One word of T-SQL.
 *
 * @param text as written; of a literal or a quoted name, what stands between the quotes
 */
record Lexeme(Kind kind, String text) {
    enum Kind {
        WORD,
        QUOTED,
        LITERAL,
        NUMBER,
        VARIABLE,
        GLOBAL,
        SIGN
    }

    boolean is(String wanted) {
        return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(wanted);
    }

    boolean isOneOf(java.util.Set<String> words) {
        return kind == Kind.WORD && words.contains(upper());
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    String upper() {
        return text.toUpperCase(Locale.ROOT);
    }

    String lower() {
        return text.toLowerCase(Locale.ROOT);
    }
}
