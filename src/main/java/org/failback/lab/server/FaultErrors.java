package org.failback.lab.server;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failback.lab.tds.SqlError;

/** The error that the lab was asked to raise, with the words and the severity that the catalogue has for it. */
final class FaultErrors {
    private static final int SHOWN = 60;
    private static final Pattern DATABASE =
            Pattern.compile("(?:DATABASE|LOG|CHECKDB)\\s*\\(?\\s*(?:N?'|\\[)?(\\w+)", Pattern.CASE_INSENSITIVE);

    private FaultErrors() {}

    /** The error alone, without what would follow it in its chain. */
    static SqlError of(int number, String statement) {
        if (!MessageCatalogue.knows(number)) {
            String shown = statement.length() <= SHOWN ? statement : statement.substring(0, SHOWN) + "…";
            return new SqlError(number, 16, 1, "The lab was asked to fail with error " + number + " at: " + shown);
        }
        return switch (number) {
            case 3201 -> Errors.device(path(statement), new OsError(5));
            case 3202, 3203, 3271 -> Errors.of(number, path(statement), new OsError(112).getMessage());
            default -> Errors.of(number, arguments(number, statement));
        };
    }

    /** What the statement names stands for the first argument, the rest is anything. */
    private static Object[] arguments(int number, String statement) {
        return MessageCatalogue.of(number).places().stream()
                .map(place -> place.equals("ls") ? subject(number, statement) : Integer.valueOf(1))
                .toArray();
    }

    private static String subject(int number, String statement) {
        boolean medium = number >= 3203 && number <= 3271;
        Matcher database = DATABASE.matcher(statement);
        String named = database.find() ? database.group(1).toLowerCase(Locale.ROOT) : "";
        return medium || named.isEmpty() ? path(statement) : named;
    }

    private static String path(String statement) {
        int begin = statement.indexOf('\'');
        int end = statement.indexOf('\'', begin + 1);
        return begin < 0 || end < 0 ? "" : statement.substring(begin + 1, end);
    }
}
