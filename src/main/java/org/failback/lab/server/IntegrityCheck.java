package org.failback.lab.server;

import java.util.Set;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Message;
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
            throw Errors.of(
                    7983,
                    "User '" + session.login().name() + "' does not have permission to run DBCC checkdb for database '"
                            + database.name() + "'.");
        }
        if (!session.scope().isOn("QUOTED_IDENTIFIER")) {
            throw Errors.of(
                    1934,
                    "DBCC failed because the following SET options have incorrect settings: 'QUOTED_IDENTIFIER'. Verify"
                            + " that SET options are correct for use with indexed views and/or indexes on computed"
                            + " columns and/or filtered indexes and/or query notifications and/or XML data type methods"
                            + " and/or spatial index operations.");
        }
        try {
            new Pace(database.instance().estate()).move(session, database.usedMb(), 0, percent -> {});
        } catch (Pace.Aborted aborted) {
            throw Errors.of(8921, "Check terminated. A failure was detected while collecting facts.");
        }
        if (database.content().isCorrupt()) {
            throw damaged();
        }
        database.setLastGoodCheck(database.instance().estate().now());
        if (!options.contains("NO_INFOMSGS")) {
            answer.message(Message.info(
                    8989,
                    "CHECKDB found 0 allocation errors and 0 consistency errors in database '" + database.name()
                            + "'."));
        }
    }

    private SqlError damaged() {
        SqlError first = Errors.of(
                8928,
                "Object ID 245575913, index ID 1, partition ID 72057594038779904, alloc unit ID 72057594042384384 (type"
                        + " In-row data): Page (1:312) could not be processed.  See other errors for details.");
        return Errors.then(
                first,
                8990,
                "CHECKDB found 0 allocation errors and 1 consistency errors in table 'tblChat' (object ID"
                        + " 245575913).");
    }
}
