package org.failback.lab.tsql;

import java.util.Locale;

/**
 * A word of T-SQL with its place in the source.
 *
 * @param text content: a name without its brackets, a string without its quotes
 * @param start offset of its first character
 * @param end offset behind its last character
 * @param line from 1
 */
record Token(Kind kind, String text, int start, int end, int line) {
    enum Kind {
        WORD,
        BRACKETED,
        DOUBLE_QUOTED,
        STRING,
        UNICODE_STRING,
        INTEGER,
        DECIMAL,
        FLOAT,
        HEX,
        VARIABLE,
        GLOBAL,
        OPERATOR,
        END
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    String upper() {
        return text.toUpperCase(Locale.ROOT);
    }
}
