package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.failback.estate.Settings;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Gate;
import org.failback.step.Step;
import org.junit.jupiter.api.Test;

/** What every command of this room has in common, whatever it does. */
class PlanTextTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z-]+)}");

    /** With and without a fence. */
    private static List<Step> steps() {
        return Stream.of(Settings.defaults(), SqlLab.unfenced())
                .flatMap(settings ->
                        new SqlServerSteps(TestEstate.estate(), settings, null, Clock.systemUTC()).all().stream())
                .toList();
    }

    private static Step step(String name) {
        return steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String everythingThatIsSent(Step step) {
        return commands(step, Facts.of(everyFact())).stream()
                .map(command -> command.text() + " " + command.jobStep().orElse(""))
                .collect(Collectors.joining("\n"))
                .replaceAll("\\s+", " ");
    }

    private static List<Command.Tsql> commands(Step step, Facts facts) {
        return step.commands(facts).stream().map(Command.Tsql.class::cast).toList();
    }

    static Map<String, String> everyFact() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(Facts.RUN, "PCF-1");
        facts.put(Facts.ATTEMPT, "1");
        facts.put(FactName.BACKUP_FILE, "\\\\files\\o'brien\\mgc.bak");
        facts.put(FactName.TAIL_FILE, "\\\\files\\o'brien\\mgc.trn");
        facts.put(FactName.BACKUP_SET, "11111111-1111-1111-1111-111111111111");
        facts.put(FactName.TAIL_SET, "22222222-2222-2222-2222-222222222222");
        facts.put(FactName.MOVE_LIST, "MOVE N'mgc' TO N'D:\\mgc.mdf', MOVE N'o''log' TO N'D:\\mgc.ldf'");
        facts.put(FactName.NEWEST_MESSAGE, "639310391927058324");
        facts.put(FactName.MGCCOMP_FILE, "\\\\files\\mgccomp.bak");
        facts.put(FactName.PRIMARY_FILE, "\\\\files\\o'brien\\mgc_primary.bak");
        facts.put(FactName.PRIMARY_SET, "33333333-3333-3333-3333-333333333333");
        facts.put(FactName.MOVE_LIST_ON_BACKUP, "MOVE N'mgc' TO N'E:\\o''brien\\mgc.mdf'");
        facts.put(FactName.LOG_FILE, "o'brien.trn");
        facts.put(FactName.LOG_SET, "44444444-4444-4444-4444-444444444444");
        facts.put(FactName.PROBE_FILES, "\\\\files\\o'brien\\probe.bak");
        facts.put(FactName.LAST_LOG_FILE, "\\\\files\\o'brien\\mgc_last.trn");
        facts.put(FactName.LAST_LOG_SET, "44444444-4444-4444-4444-444444444444");
        facts.put(FactName.OWNER_ON_BACKUP, "LAB\\o'brien]");
        facts.put(FactName.OPTIONS_ON_BACKUP, "ENABLE_BROKER, TRUSTWORTHY ON, DB_CHAINING ON");
        facts.put(FactName.OWNER, "sa]");
        facts.put(FactName.OPTIONS, "ENABLE_BROKER, TRUSTWORTHY OFF, DB_CHAINING OFF");
        return facts;
    }

    @Test
    void everyCommandTestsTheServerItIsForAndSaysNoOtherwise() {
        for (Step step : steps()) {
            for (Command.Tsql command : commands(step, Facts.none())) {
                assertThat(command.text())
                        .as(step.name())
                        .contains("UPPER(CONVERT(nvarchar(128), SERVERPROPERTY(N'ServerName'))) = N'"
                                + command.instance().serverName() + "'")
                        .contains("IS_SRVROLEMEMBER(N'sysadmin') = 1")
                        .containsPattern("ELSE\\s+RAISERROR\\(N'");
                assertThat(command.effect()).as(step.name()).endsWith(".");
            }
        }
    }

    @Test
    void everyCommandAfterTheOutageAsksWhetherTheRunHoldsTheInstance() {
        for (Step step : steps()) {
            if (step.gate() != Gate.NONE && !step.name().startsWith("mark")) {
                for (Command.Tsql command : commands(step, Facts.none())) {
                    assertThat(command.text())
                            .as(step.name())
                            .contains("description = N'This instance is held by failback run {run}.'");
                }
            }
        }
    }

    @Test
    void everyJobStepOpensWithItsOwnGuardAndHoldsNoTokenOfTheAgent() {
        for (Step step : steps()) {
            for (Command.Tsql command : commands(step, Facts.none())) {
                command.jobStep().ifPresent(text -> {
                    assertThat(text).as(step.name()).contains("SERVERPROPERTY(N'ServerName')");
                    assertThat(text).as(step.name()).doesNotContain("$(");
                    assertThat(text)
                            .as(step.name() + ": the Agent connects with the setting OFF")
                            .containsPattern("^(-- Step 1: .*\\R)?SET QUOTED_IDENTIFIER ON;");
                });
            }
        }
    }

    @Test
    void theBackupInstanceIsNeverOverwritten() {
        for (Step step : steps()) {
            for (Command.Tsql command : commands(step, Facts.none())) {
                if (command.instance().equals(TestEstate.B)) {
                    assertThat(command.text()).as(step.name()).doesNotContain("REPLACE");
                    if (step.gate() != Gate.RESTORE_COPY) {
                        assertThat(command.text()).as(step.name()).doesNotContain("RESTORE LOG");
                    }
                }
            }
        }
    }

    @Test
    void onlyOneStepOverwritesAndTheGateBeforeItShowsEveryValue() {
        List<Step> overwriting = steps().stream()
                .filter(step -> commands(step, Facts.none()).stream()
                        .anyMatch(command -> command.text().contains("REPLACE")))
                .toList();
        assertThat(overwriting).extracting(Step::name).containsOnly("restoreMgc");
        assertThat(overwriting).extracting(Step::gate).containsOnly(Gate.RESTORE);
    }

    @Test
    void whatOverwritesTheBackupWantsManagersLeavesItRestoringAndMovesTheFiles() {
        List<Step> overwriting = steps().stream()
                .filter(step -> step.name().equals("initializeSecondary"))
                .toList();
        assertThat(overwriting).hasSize(2).allSatisfy(step -> {
            assertThat(step.gate()).isEqualTo(Gate.OVERWRITE_BACKUP);
            assertThat(everythingThatIsSent(step))
                    .contains("RESTORE DATABASE [mgc] FROM DISK = ")
                    .contains("WITH FILE = 1, NORECOVERY, CHECKSUM, STOP_ON_ERROR, STATS = 5, MOVE ")
                    .contains("33333333-3333-3333-3333-333333333333")
                    .doesNotContain("WITH RECOVERY")
                    .doesNotContain(", RECOVERY");
        });
        assertThat(everythingThatIsSent(overwriting.get(1)))
                .as("without a fence")
                .containsSubsequence("BACKUP LOG [mgc]", "WITH NORECOVERY", "RESTORE DATABASE [mgc]");
    }

    @Test
    void theBackupIsRestoredOverItsCopyOnlyOnTheWayBackFromItsOwnFilesAndWithManagers() {
        List<Step> restoring = steps().stream()
                .filter(step -> step.name().equals("restoreBackupCopy"))
                .toList();
        assertThat(restoring).hasSize(2).allSatisfy(step -> {
            assertThat(step.gate()).isEqualTo(Gate.RESTORE_COPY);
            assertThat(everythingThatIsSent(step))
                    .containsSubsequence(
                            "RESTORE DATABASE [mgc] FROM DISK = N'\\\\files\\o''brien\\mgc.bak'",
                            "WITH FILE = 1, NORECOVERY, CHECKSUM, STOP_ON_ERROR",
                            "RESTORE LOG [mgc] FROM DISK = N'\\\\files\\o''brien\\mgc_last.trn'",
                            "WITH FILE = 1, RECOVERY, CHECKSUM, STOP_ON_ERROR")
                    .contains("44444444-4444-4444-4444-444444444444")
                    .doesNotContain("MOVE");
        });
        assertThat(steps().stream()
                        .filter(step -> everythingThatIsSent(step).contains("SET OFFLINE"))
                        .filter(step -> step.gate() == Gate.RESTORE_COPY)
                        .map(Step::name)
                        .distinct())
                .containsExactly("fencePrimary");
    }

    @Test
    void logShippingIsSetUpWithoutRecoveryWithoutDelayAndOverNobodyElses() {
        assertThat(everythingThatIsSent(step("addLogShippingSecondary")))
                .contains("@restore_mode = 0")
                .contains("@restore_delay = 0")
                .contains("@disconnect_users = 0")
                .contains("@restore_all = 1");
        assertThat(everythingThatIsSent(step("addLogShippingPrimary"))).contains("@backup_compression = 2");
        for (Step step : steps()) {
            assertThat(everythingThatIsSent(step)).as(step.name()).doesNotContain("@overwrite");
        }
    }

    @Test
    void onlyOneStepLetsJobsOfLogShippingRunByThemselves() {
        assertThat(steps().stream()
                        .filter(step -> everythingThatIsSent(step).matches(".*sp_update_job [^;]*@enabled = 1.*"))
                        .map(Step::name)
                        .distinct())
                .containsExactly("enableLogShipping");
    }

    @Test
    void withoutFactsEveryPlaceholderStandsAndWithThemNone() {
        Facts all = Facts.of(everyFact());
        for (Step step : steps()) {
            for (Command.Tsql command : commands(step, Facts.none())) {
                Matcher matcher = PLACEHOLDER.matcher(command.text());
                while (matcher.find()) {
                    assertThat(everyFact()).as(step.name()).containsKey(matcher.group(1));
                }
            }
            for (Command.Tsql command : commands(step, all)) {
                assertThat(command.text()).as(step.name()).doesNotContainPattern(PLACEHOLDER);
            }
        }
    }

    @Test
    void theSameFactsGiveTheSameText() {
        Facts all = Facts.of(everyFact());
        List<String> once = steps().stream()
                .flatMap(step -> step.commands(all).stream())
                .map(Command::canonical)
                .toList();
        List<String> again = steps().stream()
                .flatMap(step -> step.commands(all).stream())
                .map(Command::canonical)
                .toList();
        assertThat(again).isEqualTo(once);
    }

    @Test
    void aQuoteInAValueStaysInItsLiteral() {
        String backup = commands(step("backUpMgc"), Facts.of(everyFact()))
                .get(0)
                .jobStep()
                .orElseThrow();
        assertThat(backup).contains("TO DISK = N'\\\\files\\o''brien\\mgc.bak'");
    }

    @Test
    void lookupsChangeNothing() {
        assertThat(Arrays.stream(Lookup.values()).map(Lookup::text)).allSatisfy(text -> {
            assertThat(text)
                    .matches("(?s)(SELECT|RESTORE HEADERONLY|RESTORE FILELISTONLY|DBCC SQLPERF\\(LOGSPACE\\)"
                            + "|DBCC DBINFO|EXEC master\\.dbo\\.xp_fileexist)\\b?.*");
            assertThat(text).doesNotContain(";").doesNotContain(" INTO ");
        });
    }

    @Test
    void withoutComplianceItsStepsHaveNothingToSend() {
        for (Step step : new SqlServerSteps(
                        TestEstate.withoutCompliance(), Settings.defaults(), null, Clock.systemUTC())
                .all()) {
            if (step.name().contains("gccomp")) {
                assertThat(step.commands(Facts.none())).as(step.name()).isEmpty();
            }
        }
    }
}
