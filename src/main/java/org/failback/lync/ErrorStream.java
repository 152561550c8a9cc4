package org.failback.lync;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What PowerShell wrote to its standard error: plain text, or CLIXML with progress among it, possibly cut off. Never a
 * sign of failure by itself.
 */
final class ErrorStream {
    private static final Pattern ERROR = Pattern.compile("<S S=\"Error\">(.*?)</S>", Pattern.DOTALL);
    private static final Pattern CONTROL = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private final String words;

    ErrorStream(String stderr) {
        words = stderr.contains("#< CLIXML") ? errors(stderr) : stderr.strip();
    }

    /** The error records as people read them; empty where there are none. */
    String words() {
        return words;
    }

    private static String errors(String clixml) {
        StringBuilder text = new StringBuilder();
        Matcher found = ERROR.matcher(clixml);
        while (found.find()) {
            text.append(unescaped(found.group(1)));
        }
        return text.toString().strip();
    }

    private static String unescaped(String text) {
        String plain = CONTROL.matcher(text)
                .replaceAll(control ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(control.group(1), 16))));
        return plain.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }
}
