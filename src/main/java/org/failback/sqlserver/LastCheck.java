package org.failback.sqlserver;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.failback.step.RemoteFailure;
import org.failback.step.Sort;

/** When DBCC CHECKDB last found nothing in mgc; only the database's boot page knows. */
final class LastCheck {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final int NEVER = 1900;

    private LastCheck() {}

    /** Empty where it never ran, or where the login may not read the boot page. */
    static Optional<LocalDateTime> of(Inquiry inquiry) {
        try {
            return inquiry.ask(Lookup.LAST_CHECK).stream()
                    .filter(row -> row.text("Field").equals("dbi_dbccLastKnownGood"))
                    .findFirst()
                    .map(row -> LocalDateTime.parse(row.text("VALUE"), FORM))
                    .filter(at -> at.getYear() > NEVER);
        } catch (RemoteFailure refused) {
            if (refused.sort() == Sort.ASKS) {
                return Optional.empty();
            }
            throw refused;
        }
    }
}
