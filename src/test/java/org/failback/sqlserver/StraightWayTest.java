package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.failback.estate.Settings;
import org.failback.estate.SqlInstance;
import org.failback.lab.server.SqlEstate;
import org.failback.step.Command;
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Step;
import org.failback.step.Verdict;
import org.junit.jupiter.api.Test;

/** The whole first half on the lab's SQL Servers, over the wire. */
class StraightWayTest {
    @Test
    void fromAFailedOverEstateToAProvedPrimary() throws Exception {
        try (SqlLab lab = new SqlLab()) {
            backUp(lab);
            restore(lab);
            SqlInstance p = lab.estate.primaryInstance();
            assertThat(lab.ask(
                            p,
                            "SELECT state_desc + ' ' + user_access_desc + ' ' + recovery_model_desc"
                                    + " FROM sys.databases WHERE name = N'mgc'"))
                    .containsExactly("ONLINE MULTI_USER FULL");
            assertThat(lab.ask(p, "SELECT COUNT(*) FROM mgc.dbo.tblChat")).containsExactly("240");
            assertThat(lab.state(lab.estate.backupInstance())).isEqualTo("RESTORING");
            assertThat(lab.ask(p, "SELECT name FROM msdb.dbo.sysjobs WHERE name LIKE N'Failback%'"))
                    .isEmpty();
            everyStatementStandsInThePlanOrInTheListOfLookups(lab);
        }
    }

    @Test
    void aPrimaryThatTopologyBuilderMirroredIsUnmirroredFirst() throws Exception {
        SqlEstate mirrored = SqlEstate.afterFailoverWithMirroredPrimary(64, 0, Clock.systemUTC());
        try (SqlLab lab = new SqlLab(mirrored, Settings.defaults())) {
            backUp(lab);
            assertThat(lab.look(lab.steps.restoreMgc()).verdict()).isEqualTo(Verdict.BLOCKED);
            restore(lab);
            assertThat(lab.run().intended("removeMirroringFromPrimary")).isTrue();
        }
    }

    private static void backUp(SqlLab lab) {
        SqlServerSteps s = lab.steps;
        takeAll(lab, s.probeAgentAccount(), s.markPrimary(), s.markBackup());
        assertThat(lab.start(s.proveQuiescence()).verdict()).isEqualTo(Verdict.RUNNING);
        lab.later(Duration.ofMinutes(5));
        takeAll(
                lab,
                s.proveQuiescence(),
                s.endSessions(),
                s.backUpMgccomp(),
                s.removeMirroringFromMgc(),
                s.removeMirroringFromMgccomp(),
                s.checkMgcOnBackup(),
                s.backUpMgc(),
                s.fenceMgc(),
                s.verifyBackup());
        lab.approveRestore();
    }

    private static void restore(SqlLab lab) {
        SqlServerSteps s = lab.steps;
        takeAll(
                lab,
                s.removeMirroringFromPrimary(),
                s.keepSafetyCopy(),
                s.restoreMgc(),
                s.checkMgcOnPrimary(),
                s.proveEquality(),
                s.alignOwnerAndUsers(),
                s.removeJobsFromPrimary(),
                s.removeJobsFromBackup());
    }

    private static void takeAll(SqlLab lab, Step... steps) {
        for (Step step : steps) {
            assertThat(lab.take(step).verdict()).as(step.name()).isEqualTo(Verdict.DONE);
        }
    }

    /** What the servers logged of the run and of its jobs, against what people could read. */
    static void everyStatementStandsInThePlanOrInTheListOfLookups(SqlLab lab) {
        Facts facts = lab.run().facts("");
        String readable = lab.steps.all().stream()
                .flatMap(step -> step.commands(factsOf(lab, step, facts)).stream())
                .map(StraightWayTest::everythingIn)
                .collect(Collectors.joining("\n"));
        List<String> lookups = Arrays.stream(Lookup.values())
                .map(lookup -> squeeze(lookup.asSent()))
                .toList();
        int seen = 0;
        for (SqlInstance instance : List.of(lab.estate.primaryInstance(), lab.estate.backupInstance())) {
            for (String statement : lab.ask(
                    instance,
                    "SELECT statement FROM lab.dbo.statement_log WHERE application <> N'Management Studio'"
                            + " AND application NOT LIKE N'%sqllogship%'")) {
                String text = squeeze(statement);
                seen++;
                assertThat(lookups.contains(text) || readable.contains(text))
                        .as("said nowhere: " + statement)
                        .isTrue();
            }
        }
        assertThat(seen).isGreaterThan(100);
    }

    private static Facts factsOf(SqlLab lab, Step step, Facts other) {
        return lab.run().of(Entry.Kind.INTENT).anyMatch(e -> e.step().equals(step.name()))
                ? lab.run().facts(step.name())
                : other;
    }

    private static String everythingIn(Command command) {
        Command.Tsql batch = (Command.Tsql) command;
        String step = batch.jobStep().orElse("");
        return squeeze(batch.text() + "\n" + step + "\n" + step.replace("''", "'") + "\n"
                + batch.text().replace("''", "'"));
    }

    private static String squeeze(String text) {
        return text.replaceAll("\\s+", " ").replaceAll(";\\s*$", "").strip();
    }
}
