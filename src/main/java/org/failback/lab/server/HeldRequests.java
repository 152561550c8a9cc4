package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlType;

/** {@code lab.dbo.held_requests}: which requests wait on which instance, so that whoever ordered it knows when. */
final class HeldRequests {
    private HeldRequests() {}

    static LabTable of(SqlEstate estate) {
        return new LabTable(
                "held_requests",
                List.of(
                        new Column("server_name", SqlType.NVARCHAR, 128, 0),
                        Column.of("session_id", SqlType.SMALLINT),
                        new Column("program_name", SqlType.NVARCHAR, 128, 0),
                        new Column("held", SqlType.NVARCHAR, 10, 0),
                        Column.of("text", SqlType.NVARCHAR)),
                () -> rows(estate));
    }

    private static List<Object[]> rows(SqlEstate estate) {
        List<Object[]> rows = new ArrayList<>();
        for (Instance instance : estate.all()) {
            for (RequestFaults.Held held : instance.requestFaults().held()) {
                rows.add(new Object[] {
                    instance.name(),
                    held.session().id(),
                    held.session().program(),
                    held.when().name().toLowerCase(Locale.ROOT),
                    held.text()
                });
            }
        }
        return rows;
    }
}
