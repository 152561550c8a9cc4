package org.failback.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.failback.lab.lync.PoolState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database lab, as any SQL client finds its way in it. */
class LabProceduresTest {
    private static RunningLab lab;

    @BeforeAll
    static void start(@TempDir Path folder) {
        lab = new RunningLab(folder);
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @Test
    void helpListsEveryProcedureWithItsParametersAndASentence() throws SQLException {
        try (Connection client = lab.backup()) {
            List<List<String>> rows = RunningLab.rows(client, "EXEC lab.dbo.help");
            assertThat(rows).allSatisfy(row -> assertThat(row.get(2)).matches("[A-Z@].*\\."));
            assertThat(rows)
                    .extracting(row -> row.get(0))
                    .contains(
                            "lab.dbo.help",
                            "lab.dbo.fail_next",
                            "lab.dbo.fill_disk",
                            "lab.dbo.stop_agent",
                            "lab.dbo.stale_replica",
                            "lab.dbo.forget_faults")
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(rows)
                    .contains(
                            List.of(
                                    "lab.dbo.deny_access",
                                    "@identity, @path, @right = N'all'",
                                    "A Windows account may no longer read or write below a path: @right is read, write or all."));
        }
    }

    @Test
    void whatAProcedureDoesNotKnowIsRefused() throws SQLException {
        try (Connection client = lab.backup()) {
            assertThatThrownBy(() -> RunningLab.run(client, "EXEC lab.dbo.deny_access @who = N'LAB\\svc-sql-sqlb01'"))
                    .hasMessageContaining("@who is not a parameter for procedure deny_access");
            assertThatThrownBy(
                            () -> RunningLab.run(client, "EXEC lab.dbo.deny_access @identity = N'LAB\\svc-sql-sqlb01'"))
                    .hasMessageContaining("expects parameter '@path'");
            assertThatThrownBy(() -> RunningLab.run(
                            client, "EXEC lab.dbo.deny_access N'LAB\\svc-sql-sqlb01', N'D:\\', @right = N'own'"))
                    .hasMessageContaining(
                            "The lab does not model @right = N'own' for deny_access; say read or write or all");
            assertThatThrownBy(() -> RunningLab.run(client, "EXEC lab.dbo.stale_replica N'chat9.dc9.lab.example'"))
                    .hasMessageContaining("The lab does not model the chat server chat9.dc9.lab.example; the pool has");
        }
    }

    @Test
    void onlySysadminMay() throws SQLException {
        try (Connection reader = RunningLab.connect(lab.lab().address().ports().backup(), LabAddress.READER)) {
            assertThatThrownBy(() -> RunningLab.run(reader, "EXEC lab.dbo.stale_replica N'chat1.dc1.lab.example'"))
                    .hasMessageContaining("EXECUTE permission was denied");
        }
    }

    @Test
    void theChatSideIsOrderedFromAnyInstance() throws SQLException {
        try (Connection client = lab.primary()) {
            RunningLab.run(client, "EXEC lab.dbo.stale_replica N'chat1.dc1.lab.example'");
            assertThat(lab.lab().chat().behaviour().isStale("chat1.dc1.lab.example"))
                    .isTrue();
            RunningLab.run(client, "EXEC lab.dbo.forget_faults");
            assertThat(lab.lab().chat().behaviour().isStale("chat1.dc1.lab.example"))
                    .isFalse();
            assertThat(lab.lab().chat().poolState()).isEqualTo(PoolState.FAILED_OVER);
        }
    }
}
