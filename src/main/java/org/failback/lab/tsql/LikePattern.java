package org.failback.lab.tsql;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.failback.lab.tds.SqlError;

/** A LIKE pattern: {@code %}, {@code _}, {@code [a-z]}, {@code [^a]}, and an escape character. */
public final class LikePattern {
    private final Pattern compiled;

    private LikePattern(Pattern compiled) {
        this.compiled = compiled;
    }

    /** @param escape null where there is none */
    static LikePattern of(String pattern, Character escape, Collation collation) throws SqlError {
        return new LikePattern(compiled(regex(pattern, escape), flags(collation), pattern));
    }

    /**
     * A pattern without escape character, which does not regard case.
     *
     * @throws SqlError the lab's own refusal of a set it cannot read, as {@code [z-a]}
     */
    public static Predicate<String> anyCase(String pattern) throws SqlError {
        Pattern compiled = compiled(
                regex(pattern, null), Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE, pattern);
        return text -> compiled.matcher(text).matches();
    }

    /** Blanks at the end of the value do not count against it, those of the pattern do. */
    boolean matches(String value) {
        return compiled.matcher(value).matches()
                || compiled.matcher(value.stripTrailing()).matches();
    }

    /** The position from 1 of the first match, 0 for none, as PATINDEX has it. */
    static int find(String value, String pattern, Collation collation) throws SqlError {
        String inner = pattern;
        boolean fromStart = !inner.startsWith("%");
        boolean toEnd = !inner.endsWith("%");
        while (inner.startsWith("%")) {
            inner = inner.substring(1);
        }
        while (inner.endsWith("%")) {
            inner = inner.substring(0, inner.length() - 1);
        }
        String regex = (fromStart ? "\\A" : "") + regex(inner, null) + (toEnd ? "\\z" : "");
        var matcher = compiled(regex, flags(collation), pattern).matcher(value);
        return matcher.find() ? matcher.start() + 1 : 0;
    }

    private static Pattern compiled(String regex, int flags, String pattern) throws SqlError {
        try {
            return Pattern.compile(regex, flags);
        } catch (PatternSyntaxException unreadable) {
            throw Refusal.of("the pattern '" + pattern + "' of LIKE");
        }
    }

    private static int flags(Collation collation) {
        return Pattern.DOTALL | (collation.caseSensitive() ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    private static String regex(String pattern, Character escape) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (escape != null && c == escape && i + 1 < pattern.length()) {
                regex.append(Pattern.quote(pattern.substring(++i, i + 1)));
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else if (c == '[' && close(pattern, i) > 0) {
                int end = close(pattern, i);
                regex.append(characterClass(pattern.substring(i + 1, end)));
                i = end;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    private static int close(String pattern, int open) {
        int from = pattern.startsWith("[^", open) ? open + 3 : open + 2;
        return pattern.indexOf(']', Math.min(from, pattern.length()));
    }

    private static String characterClass(String members) {
        boolean negated = members.startsWith("^") && members.length() > 1;
        String set = negated ? members.substring(1) : members;
        StringBuilder regex = new StringBuilder(negated ? "[^" : "[");
        for (int i = 0; i < set.length(); i++) {
            char c = set.charAt(i);
            boolean range = c == '-' && i > 0 && i < set.length() - 1;
            regex.append(range ? "-" : Character.isLetterOrDigit(c) ? String.valueOf(c) : "\\" + c);
        }
        return regex.append(']').toString();
    }
}
