package org.failback.lab.tsql;

import java.util.Set;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;

/** How far an error reaches. */
enum Level {
    /** RAISERROR: its statement only, whatever XACT_ABORT says. */
    RAISED,
    /** Its statement; with XACT_ABORT ON the batch. */
    STATEMENT,
    /** What was compiled together: the batch, or the text that EXEC and sp_executesql run. */
    SCOPE,
    /** The whole batch, from within EXEC too; the transaction is rolled back. */
    BATCH,
    /** The connection. */
    CONNECTION;

    private static final Set<Integer> CONVERSIONS = Set.of(241, 242, 245, 8114, 8169, 1205);
    private static final Set<Integer> COMPILATION = Set.of(
            116, 205, 206, 207, 208, 209, 213, 2715, 263, 544, 257, 259, 264, 402, 403, 911, 916, 924, 927, 942, 945,
            954, 955, 976, 1087, 4104, 4121, 4145, 8116, 8117, 8120, 8155, 8156, 10709);

    /** Of an error met while a statement was bound or computed. */
    static Level of(SqlError error) {
        if (endsConnection(error)) {
            return CONNECTION;
        }
        if (CONVERSIONS.contains(error.number()) || isRefusal(error)) {
            return BATCH;
        }
        // Severity 15 is that of errors in the text itself.
        boolean text = error.chain().get(0).severity() == 15;
        return text || COMPILATION.contains(error.number()) ? SCOPE : STATEMENT;
    }

    /** Of an error that the server gave for one of its own statements, as 927 for a BACKUP. */
    static Level ofServer(SqlError error) {
        if (endsConnection(error)) {
            return CONNECTION;
        }
        return error.number() == 1205 || isRefusal(error) ? BATCH : STATEMENT;
    }

    /** Of an error that a procedure of the server gave: those of msdb and log shipping are RAISERRORs inside it. */
    static Level ofProcedure(SqlError error) {
        return error.number() >= 13000 && !isRefusal(error) && !endsConnection(error) ? RAISED : ofServer(error);
    }

    private static boolean endsConnection(SqlError error) {
        return error.chain().stream().anyMatch(message -> message.severity() >= 20);
    }

    private static boolean isRefusal(SqlError error) {
        Message first = error.chain().get(0);
        return first.number() == Refusal.NUMBER && first.text().startsWith(Refusal.START);
    }
}
