package org.failback.lab;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.scenario.Order;
import org.failback.lab.scenario.Scenario;
import org.failback.lab.scenario.Scenarios;
import org.failback.lab.server.LabTable;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlType;

/** {@code lab.dbo.scenarios} and {@code lab.dbo.scenario_cures}, for whoever asks with T-SQL. */
final class ScenarioTables {
    private ScenarioTables() {}

    static List<LabTable> of(Rehearsal rehearsal) {
        return List.of(
                new LabTable(
                        "scenarios",
                        List.of(
                                new Column("name", SqlType.NVARCHAR, 128, 0),
                                new Column("title", SqlType.NVARCHAR, 200, 0),
                                Column.of("story", SqlType.NVARCHAR),
                                new Column("known_from", SqlType.NVARCHAR, 400, 0),
                                Column.of("is_current", SqlType.BIT)),
                        () -> scenarios(rehearsal)),
                new LabTable(
                        "scenario_cures",
                        List.of(
                                new Column("scenario", SqlType.NVARCHAR, 128, 0),
                                Column.of("step", SqlType.INT),
                                new Column("server_name", SqlType.NVARCHAR, 128, 0),
                                Column.of("statement", SqlType.NVARCHAR)),
                        ScenarioTables::cures));
    }

    private static List<Object[]> scenarios(Rehearsal rehearsal) {
        Scenario current = rehearsal.scenario().orElse(null);
        List<Object[]> rows = new ArrayList<>();
        for (Scenario one : Scenarios.all()) {
            rows.add(new Object[] {one.name(), one.title(), one.story(), one.knownFrom(), one == current});
        }
        return rows;
    }

    private static List<Object[]> cures() {
        List<Object[]> rows = new ArrayList<>();
        for (Scenario one : Scenarios.all()) {
            int step = 0;
            for (Order order : one.cure()) {
                rows.add(new Object[] {one.name(), ++step, Rehearsal.serverName(order.on()), order.sql()});
            }
        }
        return rows;
    }
}
