package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.SqlError;

/** Cuts T-SQL into tokens; blanks and comments (block comments nest) fall away. */
final class Lexer {
    private static final List<String> OPERATORS = List.of(
            "<>", "<=", ">=", "!=", "!<", "!>", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "::", "(", ")", ",",
            ".", ";", "=", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "~", ":", "$", "\\", "?", "{", "}", "!");
    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    private Lexer(String sql) {
        this.sql = sql;
    }

    static List<Token> tokens(String sql) throws SqlError {
        return new Lexer(sql).run();
    }

    private List<Token> run() throws SqlError {
        while (skipBlanks()) {
            int start = at;
            int startLine = line;
            char c = sql.charAt(at);
            if (c == '\'') {
                add(Token.Kind.STRING, quoted('\''), start, startLine);
            } else if ((c == 'N' || c == 'n') && next(1) == '\'') {
                at++;
                add(Token.Kind.UNICODE_STRING, quoted('\''), start, startLine);
            } else if (c == '"') {
                add(Token.Kind.DOUBLE_QUOTED, quoted('"'), start, startLine);
            } else if (c == '[') {
                add(Token.Kind.BRACKETED, quoted(']'), start, startLine);
            } else if (c == '@') {
                at += next(1) == '@' ? 2 : 1;
                boolean global = at - start == 2;
                skipName();
                add(global ? Token.Kind.GLOBAL : Token.Kind.VARIABLE, sql.substring(start, at), start, startLine);
            } else if (isDigit(c) || c == '.' && isDigit(next(1))) {
                number(start);
            } else if (Character.isLetter(c) || c == '_' || c == '#') {
                skipName();
                add(Token.Kind.WORD, sql.substring(start, at), start, startLine);
            } else {
                operator(start);
            }
        }
        add(Token.Kind.END, "", at, line);
        return tokens;
    }

    private void number(int start) {
        if (sql.charAt(at) == '0' && (next(1) == 'x' || next(1) == 'X')) {
            at += 2;
            while (Character.digit(next(0), 16) >= 0) {
                at++;
            }
            add(Token.Kind.HEX, sql.substring(start + 2, at), start, line);
            return;
        }
        Token.Kind kind = Token.Kind.INTEGER;
        skipDigits();
        if (next(0) == '.') {
            kind = Token.Kind.DECIMAL;
            at++;
            skipDigits();
        }
        if (next(0) == 'e' || next(0) == 'E') {
            int sign = next(1) == '+' || next(1) == '-' ? 1 : 0;
            if (isDigit(next(1 + sign))) {
                kind = Token.Kind.FLOAT;
                at += 1 + sign;
                skipDigits();
            }
        }
        add(kind, sql.substring(start, at), start, line);
    }

    private void operator(int start) throws SqlError {
        for (String operator : OPERATORS) {
            if (sql.startsWith(operator, at)) {
                at += operator.length();
                add(Token.Kind.OPERATOR, operator, start, line);
                return;
            }
        }
        throw new SqlError(102, 15, 1, "Incorrect syntax near '" + sql.charAt(at) + "'.");
    }

    /** Returns false at the end. */
    private boolean skipBlanks() throws SqlError {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '\n') {
                line++;
                at++;
            } else if (c <= ' ' || c == '\u00a0' || c == '\ufeff') {
                at++;
            } else if (c == '-' && next(1) == '-') {
                while (at < sql.length() && sql.charAt(at) != '\n') {
                    at++;
                }
            } else if (c == '/' && next(1) == '*') {
                skipComment();
            } else {
                return true;
            }
        }
        return false;
    }

    private void skipComment() throws SqlError {
        int depth = 0;
        do {
            if (at >= sql.length()) {
                throw new SqlError(113, 15, 1, "Missing end comment mark '*/'.");
            }
            if (next(0) == '/' && next(1) == '*') {
                depth++;
                at += 2;
            } else if (next(0) == '*' && next(1) == '/') {
                depth--;
                at += 2;
            } else {
                if (next(0) == '\n') {
                    line++;
                }
                at++;
            }
        } while (depth > 0);
    }

    private String quoted(char close) throws SqlError {
        StringBuilder content = new StringBuilder();
        for (at++; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (c == close) {
                if (next(1) != close) {
                    at++;
                    return content.toString();
                }
                at++;
            } else if (c == '\n') {
                line++;
            }
            content.append(c);
        }
        throw new SqlError(
                105,
                15,
                1,
                "Unclosed quotation mark after the character string '"
                        + content.toString().strip() + "'.");
    }

    private void skipName() {
        while (Character.isLetterOrDigit(next(0)) || "_@#$".indexOf(next(0)) >= 0) {
            at++;
        }
    }

    private void skipDigits() {
        while (isDigit(next(0))) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private char next(int ahead) {
        return at + ahead < sql.length() ? sql.charAt(at + ahead) : '\0';
    }

    private void add(Token.Kind kind, String text, int start, int startLine) {
        tokens.add(new Token(kind, text, start, at, startLine));
    }
}
