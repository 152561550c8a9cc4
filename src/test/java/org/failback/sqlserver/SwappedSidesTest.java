package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.failback.estate.Estate;
import org.failback.estate.SqlInstance;
import org.failback.step.CheckResult;
import org.failback.step.Command;
import org.failback.step.Deadline;
import org.failback.step.Facts;
import org.failback.step.Run;
import org.failback.step.Step;
import org.junit.jupiter.api.Test;

/** Somebody configured the whole primary side as the backup side, so that every name fits its address. */
class SwappedSidesTest {
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    @Test
    void theLiveCopyIsNotOverwrittenWhateverComesInBetween() throws Exception {
        try (SqlLab lab = new SqlLab()) {
            SqlInstance live = lab.estate.backupInstance();
            SqlInstance empty = lab.estate.primaryInstance();
            Estate swapped = swapped(lab.estate);
            SqlServerSteps steps = new SqlServerSteps(swapped, lab.settings, lab.servers, Clock.systemUTC());

            assertThat(new SqlServerChecks(swapped, lab.settings, lab.servers, Clock.systemUTC())
                            .all().stream()
                                    .flatMap(check -> check
                                            .look(
                                                    new Run(SqlLab.RUN, List.of()),
                                                    Deadline.in(Duration.ofSeconds(30), Clock.systemUTC()))
                                            .stream())
                                    .filter(line -> line.result() == CheckResult.Result.FAILED))
                    .as("readiness")
                    .anyMatch(line -> line.check().equals("Primary rebuilt")
                            && line.host().equals(live.serverName()));

            String newestOnEmpty = lab.ask(empty, "SELECT COALESCE(MAX(chatDate), 0) FROM mgc.dbo.tblChat")
                    .get(0);
            Facts facts = Facts.of(Map.of(
                    Facts.RUN,
                    SqlLab.RUN,
                    Facts.ATTEMPT,
                    "1",
                    FactName.NEWEST_MESSAGE,
                    newestOnEmpty,
                    FactName.BACKUP_SET,
                    NOBODY,
                    FactName.TAIL_SET,
                    NOBODY,
                    FactName.BACKUP_FILE,
                    SqlLab.SHARE + "\\empty.bak",
                    FactName.TAIL_FILE,
                    SqlLab.SHARE + "\\empty.trn",
                    FactName.MOVE_LIST,
                    "MOVE N'mgc_data' TO N'D:\\mgc.mdf'"));
            lab.byHand(
                    empty,
                    "BACKUP DATABASE [mgc] TO DISK = N'" + SqlLab.SHARE + "\\empty.bak' WITH COPY_ONLY, CHECKSUM");
            for (Step step : List.of(
                    steps.markPrimary(),
                    steps.markBackup(),
                    steps.removeMirroringFromPrimary(),
                    steps.keepSafetyCopy())) {
                step.commands(facts).forEach(command -> send(lab, command));
            }
            SqlLab.await(
                    () -> lab.ask(live, "SELECT name FROM msdb.dbo.backupset")
                            .contains(KeepSafetyCopy.backupName(SqlLab.RUN)),
                    "the safety copy of the live database");
            String before =
                    lab.ask(live, "SELECT COUNT(*) FROM mgc.dbo.tblChat").get(0);

            Command.Tsql restore =
                    (Command.Tsql) steps.restoreMgc().commands(facts).get(0);
            assertThat(restore.instance()).isEqualTo(live);
            assertThatThrownBy(() -> lab.byHand(live, StepTexts.of(restore).get(0)))
                    .hasMessageContaining("50000 mgc was not overwritten")
                    .hasMessageContaining("newer messages than the backup");

            assertThat(lab.state(live)).isEqualTo("ONLINE");
            assertThat(lab.ask(live, "SELECT COUNT(*) FROM mgc.dbo.tblChat")).containsExactly(before);
        }
    }

    private static void send(SqlLab lab, Command command) {
        new SqlServerTransport(lab.servers)
                .send(SqlLab.RUN, command, Deadline.in(Duration.ofSeconds(20), Clock.systemUTC()));
    }

    private static Estate swapped(Estate estate) {
        return new Estate(
                estate.pool(),
                estate.backup(),
                estate.primary(),
                estate.compliance(),
                estate.storage(),
                estate.managementServer(),
                estate.chatServers(),
                estate.rehearsal());
    }
}
