package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.failback.estate.DataCenter;
import org.failback.estate.Settings;
import org.failback.estate.SqlInstance;
import org.failback.lab.server.SqlEstate;
import org.failback.step.Command;
import org.failback.step.Deadline;
import org.failback.step.RemoteFailure;
import org.failback.step.Sort;
import org.failback.step.Step;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where configuration swapped names, every command of the plan is refused by the server that it reaches. */
class WrongServerTest {
    private static final List<String> WHAT_THERE_IS = List.of(
            "SELECT name, state_desc, user_access_desc FROM sys.databases ORDER BY name",
            "SELECT name, enabled, description FROM msdb.dbo.sysjobs ORDER BY name",
            "SELECT mirroring_role_desc FROM sys.database_mirroring WHERE mirroring_guid IS NOT NULL",
            "SELECT CONVERT(nvarchar(40), backup_set_uuid) FROM msdb.dbo.backupset ORDER BY backup_set_id",
            "SELECT CONVERT(nvarchar(40), restore_history_id) FROM msdb.dbo.restorehistory ORDER BY restore_history_id",
            "SELECT backup_share FROM msdb.dbo.log_shipping_primary_databases",
            "SELECT backup_source_directory FROM msdb.dbo.log_shipping_secondary",
            "SELECT secondary_server FROM msdb.dbo.log_shipping_primary_secondaries");

    static Stream<Settings> bothFences() {
        return Stream.of(Settings.defaults(), SqlLab.unfenced());
    }

    @ParameterizedTest
    @MethodSource("bothFences")
    void everyCommandIsRefusedByEveryOtherServer(Settings settings) throws Exception {
        try (SqlLab lab = new SqlLab(SqlEstate.afterFailover(64, 0, Clock.systemUTC()), settings)) {
            lab.setUpLogShipping();
            lab.takeAll(lab.steps.backUpLog(), lab.steps.copyLog(), lab.steps.restoreLog());
            List<SqlInstance> all = instances(lab);
            List<List<String>> before =
                    all.stream().map(one -> stateOf(lab, one)).toList();
            Set<String> covered = new LinkedHashSet<>();
            for (Step step : lab.steps.all()) {
                for (Command command : step.commands(lab.run().facts(step.name()))) {
                    Command.Tsql meant = (Command.Tsql) command;
                    for (SqlInstance wrong : all) {
                        if (!wrong.equals(meant.instance())) {
                            refused(lab, step, meant, wrong);
                            covered.add(step.name());
                        }
                    }
                }
            }
            assertThat(covered)
                    .contains(
                            "backUpPrimary",
                            "verifyPrimaryBackup",
                            "initializeSecondary",
                            "addLogShippingPrimary",
                            "addLogShippingSecondary",
                            "registerSecondary",
                            "backUpLog",
                            "copyLog",
                            "restoreLog",
                            "enableLogShipping");
            assertThat(all.stream().map(one -> stateOf(lab, one)).toList()).isEqualTo(before);
        }
    }

    private static List<SqlInstance> instances(SqlLab lab) {
        List<SqlInstance> all = new ArrayList<>();
        for (DataCenter dataCenter : List.of(lab.estate.primary(), lab.estate.backup())) {
            all.add(dataCenter.instance());
            all.add(dataCenter.mirror().orElseThrow());
        }
        return all;
    }

    private static List<String> stateOf(SqlLab lab, SqlInstance instance) {
        return WHAT_THERE_IS.stream()
                .flatMap(query -> lab.rows(instance, query).stream())
                .toList();
    }

    private static void refused(SqlLab lab, Step step, Command.Tsql meant, SqlInstance wrong) {
        String where = step.name() + ", meant for " + meant.instance().serverName() + ", on " + wrong.serverName();
        assertThatThrownBy(() -> new SqlServerTransport(lab.servers)
                        .send(
                                SqlLab.RUN,
                                new Command.Tsql(wrong, meant.effect(), meant.text(), meant.jobStep()),
                                Deadline.in(Duration.ofSeconds(20), Clock.systemUTC())))
                .as(where)
                .isInstanceOfSatisfying(RemoteFailure.class, refusal -> {
                    assertThat(refusal.sort()).as(where).isEqualTo(Sort.ASKS);
                    assertThat(refusal).as(where).hasMessageContaining("(error 50000)");
                });
        StepTexts.of(meant)
                .forEach(piece -> assertThat(answer(lab, wrong, piece))
                        .as("a job step of " + where)
                        .containsAnyOf("50000 ", "nothing was done"));
    }

    private static String answer(SqlLab lab, SqlInstance instance, String text) {
        try {
            return lab.byHand(instance, text);
        } catch (IllegalStateException refused) {
            return refused.getMessage();
        }
    }
}
