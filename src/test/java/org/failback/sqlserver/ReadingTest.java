package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.failback.step.Sort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read out of rows, logs and error chains. */
class ReadingTest {
    private static final LocalDateTime AT = LocalDateTime.of(2026, 1, 1, 12, 0);

    private static Row job(Integer status, LocalDateTime requested, LocalDateTime stopped, int requests) {
        Map<String, Object> row = new HashMap<>();
        row.put("run_status", status);
        row.put("run_requested_date", requested);
        row.put("stop_execution_date", stopped);
        row.put("last_run_date", 0);
        row.put("last_run_outcome", 5);
        row.put("requests", requests);
        return new Row(row);
    }

    @Test
    void aJobIsWhatItsFourTablesSayTogether() {
        assertThat(JobLook.state(job(null, null, null, 0))).isEqualTo(JobTruth.State.CREATED);
        assertThat(JobLook.state(job(null, AT, null, 1)))
                .as("requested counts as running")
                .isEqualTo(JobTruth.State.RUNNING);
        assertThat(JobLook.state(job(null, AT, AT, 1)))
                .as("history is being written")
                .isEqualTo(JobTruth.State.RUNNING);
        assertThat(JobLook.state(job(1, AT, AT, 1))).isEqualTo(JobTruth.State.SUCCEEDED);
        assertThat(JobLook.state(job(0, AT, AT, 1))).isEqualTo(JobTruth.State.FAILED);
        assertThat(JobLook.state(job(3, AT, AT, 1))).as("cancelled").isEqualTo(JobTruth.State.FAILED);
        assertThat(JobLook.state(job(null, null, null, 1)))
                .as("asked to run in an earlier session of the Agent")
                .isEqualTo(JobTruth.State.FAILED);
    }

    @Test
    void everyErrorIsFoundInHistoryAndLog() {
        assertThat(
                        JobLook.errors(
                                "Cannot open backup device 'x'. [SQLSTATE 42000] (Error 3201)  BACKUP DATABASE is"
                                        + " terminating abnormally. [SQLSTATE 42000] (Error 3013).  The step failed.\n"
                                        + "Msg 3201, Sev 16, State 1, Line 4 : Cannot open\nMsg 3211, Sev 0, State 1, Line 1 : 5 percent"))
                .containsExactly(3201, 3013);
    }

    @Test
    void theAgentNamesItsSessionByTheBytesOfTheJobsId() {
        assertThat(JobLook.programName("6F9619FF-8B86-D011-B42D-00C04FC964FF"))
                .isEqualTo("SQLAgent - TSQL JobStep (Job 0xFF19966F868B11D0B42D00C04FC964FF : Step 1)");
    }

    @Test
    void theFirstErrorThatSaysSomethingDecides() {
        ErrorTable.Meaning chain = ErrorTable.meaning(List.of(5133, 3156, 3119, 3013));
        assertThat(chain.sentence()).contains("MOVE list");
        assertThat(ErrorTable.meaning(List.of(3013)).sort()).isEqualTo(Sort.ASKS);
        assertThat(ErrorTable.meaning(List.of(1416)).sort()).isEqualTo(Sort.MAYBE_DONE);
        assertThat(ErrorTable.meaning(List.of(1205)).sort()).isEqualTo(Sort.PASSES);
        assertThat(ErrorTable.meaning(List.of(4305)).sentence()).startsWith("Data is at risk");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                102, 156, 208, 229, 262, 297, 300, 823, 824, 911, 924, 927, 942, 954, 955, 1105, 1205, 1222, 1404, 1416,
                1421, 1430, 1456, 1468, 1834, 3013, 3021, 3023, 3043, 3059, 3101, 3102, 3104, 3110, 3117, 3132, 3141,
                3153, 3154, 3156, 3159, 3169, 3183, 3187, 3189, 3201, 3202, 3203, 3204, 3234, 3241, 3257, 3634, 4060,
                4208, 4214, 4305, 4318, 4326, 4330, 5052, 5061, 5064, 5120, 5133, 9002, 14256, 14261, 14262, 15247,
                15281, 15404, 18452, 18456, 21089, 22022, 33009, 33111
            })
    void everyErrorThatThisHalfCanMeetIsInTheTable(int number) {
        assertThat(ErrorTable.knows(number)).isTrue();
    }

    @Test
    void contentsReadBackFromTheJournal() {
        Contents contents = new Contents(new TreeMap<>(Map.of("dbo.tblChat", 3L, "dbo.tblNode", 1L)), "42");
        assertThat(Contents.from(contents.evidence())).isEqualTo(contents);
        Contents more = new Contents(new TreeMap<>(Map.of("dbo.tblChat", 4L)), "43");
        assertThat(more.differencesFrom(contents))
                .containsExactly(
                        "dbo.tblChat 4 instead of 3",
                        "dbo.tblNode missing instead of 1",
                        "newest message 43 instead of 42");
    }

    private static Row inBackup(String name, String type, String path) {
        return new Row(Map.of("LogicalName", name, "Type", type, "PhysicalName", path));
    }

    private static Row onPrimary(String name, String type, String path) {
        return new Row(Map.of("name", name, "type_desc", type, "physical_name", path));
    }

    @Test
    void filesMoveToTheirNamesakesThenToTheirKindThenBesideIt() {
        MoveList moves = MoveList.plan(
                List.of(
                        inBackup("chat", "D", "E:\\chat.mdf"),
                        inBackup("chat_2", "D", "E:\\chat_2.ndf"),
                        inBackup("mgc_log", "L", "F:\\log.ldf")),
                List.of(onPrimary("mgc", "ROWS", "D:\\db\\mgc.mdf"), onPrimary("mgc_log", "LOG", "L:\\log\\mgc.ldf")));
        assertThat(MoveList.checked(moves.text()))
                .isEqualTo("MOVE N'mgc_log' TO N'L:\\log\\mgc.ldf', MOVE N'chat' TO N'D:\\db\\mgc.mdf',"
                        + " MOVE N'chat_2' TO N'D:\\db\\chat_2.ndf'");
    }

    @Test
    void aMoveListIsNothingButMoves() {
        assertThat(MoveList.checked("{move-list}")).isEqualTo("{move-list}");
        assertThatThrownBy(() -> MoveList.checked("MOVE N'a' TO N'b'; DROP DATABASE mgc"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MoveList.checked("MOVE N'a' TO N'b', NORECOVERY"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Options.checked("ENABLE_BROKER, TRUSTWORTHY ON; DROP DATABASE mgc"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void usersAreToldApartByTheirSids() {
        String sid = "aa".repeat(16);
        DatabaseUsers users = DatabaseUsers.compare(
                List.of(
                        user("atHome", "S", sid),
                        user("orphan", "S", "bb".repeat(16)),
                        user("group", "G", "cc".repeat(28)),
                        user("orphanEverywhere", "U", "dd".repeat(28)),
                        user("withoutLogin", "S", "ee".repeat(28))),
                List.of(user("atHome", "S", sid), user("orphan", "S", "99".repeat(16))),
                List.of(user("group", "G", "cc".repeat(28))));
        assertThat(users.orphans()).containsExactly("orphan");
        assertThat(users.homeless()).containsExactly("group");
    }

    private static Row user(String name, String type, String sid) {
        return new Row(Map.of("name", name, "type", type, "sid", sid));
    }
}
