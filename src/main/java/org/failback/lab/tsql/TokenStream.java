package org.failback.lab.tsql;

import java.util.List;
import org.failback.lab.tds.SqlError;

/** The tokens of a batch and where reading them has come to. */
final class TokenStream {
    /** Far beyond what anybody writes, and far from the end of a thread's stack, here and where it is evaluated. */
    private static final int DEEPEST = 250;

    private final String sql;
    private final List<Token> tokens;
    private boolean quotedIdentifiers;
    private int at;
    private int level;

    TokenStream(String sql, boolean quotedIdentifiers) throws SqlError {
        this.sql = sql;
        this.tokens = Lexer.tokens(sql);
        this.quotedIdentifiers = quotedIdentifiers;
    }

    /**
     * Opens one more level within what is being read.
     *
     * @return the level outside, for {@link #unnest}
     * @throws SqlError 191, SQL Server's own answer to what is nested too deeply
     */
    int nest() throws SqlError {
        if (level >= DEEPEST) {
            throw new SqlError(
                    191,
                    15,
                    1,
                    "Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller queries.");
        }
        return level++;
    }

    void unnest(int outside) {
        level = outside;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    boolean isWord(String word) {
        return peek().isWord(word);
    }

    boolean isWords(String first, String second) {
        return peek().isWord(first) && peek(1).isWord(second);
    }

    boolean isOperator(String operator) {
        return peek().isOperator(operator);
    }

    boolean accept(String word) {
        if (isWord(word)) {
            at++;
            return true;
        }
        return false;
    }

    boolean accept(String first, String second) {
        if (isWords(first, second)) {
            at += 2;
            return true;
        }
        return false;
    }

    boolean acceptOperator(String operator) {
        if (isOperator(operator)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(String word) throws SqlError {
        if (!accept(word)) {
            throw unexpected();
        }
    }

    void expectOperator(String operator) throws SqlError {
        if (!acceptOperator(operator)) {
            throw unexpected();
        }
    }

    /** Whether a name can be read here: a word that is not reserved, or a quoted one. */
    boolean isName() {
        Token token = peek();
        return switch (token.kind()) {
            case WORD -> !Keywords.isReserved(token.upper());
            case BRACKETED -> true;
            case DOUBLE_QUOTED -> quotedIdentifiers;
            default -> false;
        };
    }

    String name() throws SqlError {
        if (!isName()) {
            throw unexpected();
        }
        String name = next().text();
        if (name.length() > 128) {
            throw new SqlError(
                    103,
                    15,
                    4,
                    "The identifier that starts with '" + name.substring(0, 128)
                            + "' is too long. Maximum length is 128.");
        }
        return name;
    }

    boolean isString() {
        Token.Kind kind = peek().kind();
        return kind == Token.Kind.STRING
                || kind == Token.Kind.UNICODE_STRING
                || kind == Token.Kind.DOUBLE_QUOTED && !quotedIdentifiers;
    }

    String string() throws SqlError {
        if (!isString()) {
            throw unexpected();
        }
        return next().text();
    }

    int integer() throws SqlError {
        if (peek().kind() != Token.Kind.INTEGER || peek().text().length() > 9) {
            throw unexpected();
        }
        return Integer.parseInt(next().text());
    }

    /** From here on double quotes mean names or strings, as SET QUOTED_IDENTIFIER says while a batch is parsed. */
    void quotedIdentifiers(boolean on) {
        quotedIdentifiers = on;
    }

    int mark() {
        return at;
    }

    void reset(int mark) {
        at = mark;
    }

    /** The source from a mark to the token before this one. */
    String sourceSince(int mark) {
        if (at == mark) {
            return "";
        }
        return sql.substring(tokens.get(mark).start(), tokens.get(at - 1).end());
    }

    /** "Incorrect syntax near" the token that is next; at the end, near the last one. */
    SqlError unexpected() {
        return unexpectedAt(at);
    }

    SqlError unexpectedAt(int position) {
        Token token = tokens.get(position);
        boolean end = token.kind() == Token.Kind.END;
        if (end && position > 0) {
            token = tokens.get(position - 1);
        }
        if (!end && token.kind() == Token.Kind.WORD && Keywords.isReserved(token.upper())) {
            return error(156, token, "Incorrect syntax near the keyword '" + token.text() + "'.");
        }
        return error(102, token, "Incorrect syntax near '" + token.text() + "'.");
    }

    private static SqlError error(int number, Token token, String text) {
        return new SqlError(List.of(new org.failback.lab.tds.Message(number, 15, 1, text, "", token.line())));
    }
}
