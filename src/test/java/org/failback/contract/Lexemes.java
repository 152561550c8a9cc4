package org.failback.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failback.contract.Lexeme.Kind;

/** Cuts T-SQL into its words. It shares nothing with the interpreter of the lab. */
final class Lexemes {
    private static final Pattern NEXT =
            Pattern.compile("(?s)(?<space>\\s++|--[^\\n]*+|/\\*.*?\\*/)|[nN]?'(?<literal>[^']*+(?:''[^']*+)*+)'"
                    + "|\\[(?<bracket>[^]]*+(?:]][^]]*+)*+)]|\"(?<quote>[^\"]*+(?:\"\"[^\"]*+)*+)\""
                    + "|(?<global>@@\\w++)|(?<variable>@[\\w$#@]++)|(?<number>0x[0-9a-fA-F]*+|\\d++(?:\\.\\d++)?)"
                    + "|(?<word>[\\p{L}_#][\\w$#@]*+)|(?<sign><>|<=|>=|!=|::|.)");

    private Lexemes() {}

    static List<Lexeme> of(String sql) {
        List<Lexeme> all = new ArrayList<>();
        Matcher matcher = NEXT.matcher(sql);
        while (matcher.find()) {
            if (matcher.group("space") == null) {
                all.add(lexeme(matcher));
            }
        }
        return all;
    }

    private static Lexeme lexeme(Matcher matcher) {
        if (matcher.group("literal") != null) {
            return new Lexeme(Kind.LITERAL, matcher.group("literal").replace("''", "'"));
        }
        if (matcher.group("bracket") != null) {
            return new Lexeme(Kind.QUOTED, matcher.group("bracket").replace("]]", "]"));
        }
        if (matcher.group("quote") != null) {
            return new Lexeme(Kind.QUOTED, matcher.group("quote").replace("\"\"", "\""));
        }
        if (matcher.group("global") != null) {
            return new Lexeme(Kind.GLOBAL, matcher.group("global"));
        }
        if (matcher.group("variable") != null) {
            return new Lexeme(Kind.VARIABLE, matcher.group("variable"));
        }
        if (matcher.group("number") != null) {
            return new Lexeme(Kind.NUMBER, matcher.group("number"));
        }
        return matcher.group("word") != null
                ? new Lexeme(Kind.WORD, matcher.group("word"))
                : new Lexeme(Kind.SIGN, matcher.group("sign"));
    }
}
