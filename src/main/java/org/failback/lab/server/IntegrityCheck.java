package org.failback.lab.server;

import java.util.Set;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;

/** DBCC CHECKDB of one database. */
final class IntegrityCheck {
    private final ServerSession session;
    private final Database database;
    private final Set<String> options;
    private final Answer answer;

    IntegrityCheck(ServerSession session, Database database, Set<String> options, Answer answer) {
        this.session = session;
        this.database = database;
        this.options = options;
        this.answer = answer;
    }

    void run() throws SqlError {
        session.request().rename("DBCC TABLE CHECK");
        DatabaseAccess.check(database, session);
        if (!DatabaseAccess.isOwner(database, session.login())) {
            throw Errors.of(7983, session.login().name(), database.name());
        }
        if (!session.scope().isOn("QUOTED_IDENTIFIER")) {
            throw Errors.of(1934, "DBCC", "QUOTED_IDENTIFIER");
        }
        try {
            new Pace(database.instance().estate()).move(session, database.usedMb(), 0, percent -> {});
        } catch (Pace.Aborted aborted) {
            throw Errors.of(8921);
        }
        if (database.content().corruption() != null) {
            throw new DamageReport(database).found();
        }
        database.setLastGoodCheck(database.instance().estate().now());
        if (!options.contains("NO_INFOMSGS")) {
            answer.message(Errors.info(8989, 0, 0, database.name()));
        }
    }
}
