package org.failback.lab.server;

import java.util.regex.Pattern;

/** A pattern of T-SQL's LIKE, without regard to case. */
final class LikePattern {
    private final Pattern pattern;

    LikePattern(String like) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < like.length(); i++) {
            char c = like.charAt(i);
            int close = c == '[' ? like.indexOf(']', i + 1) : -1;
            if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else if (close > i + 1) {
                regex.append('[').append(like, i + 1, close).append(']');
                i = close;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        pattern = Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL | Pattern.UNICODE_CASE);
    }

    boolean matches(String text) {
        return pattern.matcher(text).matches();
    }
}
