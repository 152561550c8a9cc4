package org.failback.lab.server;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A log backup that log shipping carries. Its name alone says which database it belongs to and when it began.
 *
 * @param stamp {@code yyyyMMddHHmmss} in UTC
 */
record ShippedFile(WindowsPath path, String stamp) {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);
    private static final String EXTENSION = ".trn";

    static ShippedFile named(WindowsPath folder, String database, Instant at) {
        String stamp = STAMP.format(LocalDateTime.ofInstant(at, ZoneOffset.UTC));
        return new ShippedFile(folder.child(database + "_" + stamp + EXTENSION), stamp);
    }

    /** The log backups of a database among these files, oldest first; anything else is not seen. */
    static List<ShippedFile> of(String database, List<StoredFile> files) {
        Pattern name = Pattern.compile(Pattern.quote(database) + "_(\\d{14})\\.trn", Pattern.CASE_INSENSITIVE);
        return files.stream()
                .map(file -> name.matcher(file.path().name()).matches() ? at(file.path()) : null)
                .filter(found -> found != null)
                .sorted(Comparator.comparing(ShippedFile::stamp))
                .toList();
    }

    static ShippedFile at(WindowsPath path) {
        Matcher stamp =
                Pattern.compile("(\\d{14})\\.trn$", Pattern.CASE_INSENSITIVE).matcher(path.name());
        return new ShippedFile(path, stamp.find() ? stamp.group(1) : "");
    }

    /** The name under which it is written, until it is whole. */
    WindowsPath work() {
        String text = path.text();
        return new WindowsPath(text.substring(0, text.length() - EXTENSION.length()) + ".wrk");
    }

    boolean isNewerThan(ShippedFile other) {
        return other == null || stamp.compareTo(other.stamp) > 0;
    }

    /** When it began; null for a name without a moment in it. */
    Instant begun() {
        try {
            return LocalDateTime.parse(stamp, STAMP).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException noMoment) {
            return null;
        }
    }
}
