package org.failback.estate;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of data, written as a whole number with its unit: {@code 500GB}; a kilobyte has 1024 bytes. */
public record Size(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})(KB|MB|GB|TB)");

    static Optional<Size> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int power = "KMGT".indexOf(matcher.group(2).charAt(0)) + 1;
        return Optional.of(new Size(Long.parseLong(matcher.group(1)) << (10 * power)));
    }
}
