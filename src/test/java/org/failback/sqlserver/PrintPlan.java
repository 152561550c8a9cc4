package org.failback.sqlserver;

import java.time.Clock;
import org.failback.estate.Settings;
import org.failback.step.*;

class PrintPlan {
    @org.junit.jupiter.api.Test
    void print() {
        for (Step s : new SqlServerSteps(TestEstate.estate(), Settings.defaults(), null, Clock.systemUTC()).all())
            for (Command c : s.commands(Facts.none())) {
                System.out.println("=== " + s.name() + " on " + c.host() + ": " + c.effect());
                System.out.println(c.text());
                ((Command.Tsql) c).jobStep().ifPresent(j -> System.out.println("--- job step\n" + j));
            }
    }
}
