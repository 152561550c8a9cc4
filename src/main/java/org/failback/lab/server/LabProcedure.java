package org.failback.lab.server;

import java.util.List;
import org.failback.lab.tds.SqlError;

/**
 * A procedure of the database {@code lab}, by which any SQL client orders what goes wrong. Only sysadmin may call one;
 * {@code EXEC lab.dbo.help} lists them all.
 */
public interface LabProcedure {
    /** In lower case, without database and schema. */
    String name();

    /** One sentence that says what it does. */
    String help();

    /** In the order in which they may be given without names. */
    List<LabParameter> parameters();

    /**
     * Does it. The estate's lock is not held, so that the chat side may take its own first, as everywhere.
     *
     * @throws SqlError what the client is told; what the lab does not model is refused with {@link
     *     org.failback.lab.tsql.Refusal}
     */
    void call(LabCall call) throws SqlError;
}
