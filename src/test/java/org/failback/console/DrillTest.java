package org.failback.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.failback.access.LabPeople;
import org.failback.lab.Lab;
import org.failback.lab.LabPorts;
import org.failback.lab.LabShape;
import org.failback.process.Procedure;
import org.failback.sqlserver.Lookup;
import org.failback.step.Claim;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** One whole drill through engine, drivers and wire, and what it left behind. */
class DrillTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][a-z-]*)}");
    private static final String LOOKER = "Management Studio";
    /** SQL Server's own program, which its log shipping jobs run. */
    private static final String LOG_SHIPPING = "sqllogship";

    /** Of a chat server: no statement. One that hears of being active before it hears of the state logs 53530. */
    private static final String EVENT = "Event %";
    /** What SQL Server's own alert job runs every two minutes, on a machine where a drill takes as long. */
    private static final String ALERT = "exec sys.sp_check_log_shipping_monitor_alert";

    @TempDir
    static Path folder;

    private static Lab lab;
    private static ConfigurableApplicationContext context;
    private static DrillReport report;
    private static List<Command> plan;

    @BeforeAll
    static void drill() {
        lab = Lab.start(new LabShape(50, 0), LabPorts.free(), folder.resolve("ca.pem"));
        context = Application.start(WebApplicationType.NONE, lab.address().estate());
        context.getBean(LabPeople.class).introduce();
        Procedure procedure = context.getBean(Procedure.class);
        plan = procedure.steps().stream()
                .flatMap(step -> step.commands(Facts.none()).stream())
                .toList();
        report = context.getBean(RehearsalRun.class).drill(new PrintWriter(new StringWriter()), false);
    }

    @AfterAll
    static void stop() {
        context.close();
        lab.close();
    }

    @Test
    void every_proof_holds() {
        assertThat(report.proofs())
                .filteredOn(proof -> !proof.holds())
                .extracting(Claim::claim)
                .isEmpty();
        assertThat(report.outcome()).isEqualTo("proved");
        assertThat(report.steps())
                .extracting(DrillReport.StepLine::id)
                .contains("backUpMgc", "restoreMgc", "proveEquality", "restoreLog", "setPoolState", "awaitSessions");
        assertThat(report.proofs())
                .extracting(Claim::claim)
                .contains(
                        "The pool is Normal on every server of the pool, by its own local store",
                        "Active are exactly the servers that were confirmed and approved",
                        "Of all copies of mgc only the primary's is ONLINE",
                        "Log shipping carried one file through backup, copy and restore");
    }

    @Test
    void the_servers_say_so_themselves() throws Exception {
        assertThat(
                        ask(
                                primary(),
                                "SELECT state_desc + ' ' + user_access_desc + ' ' + recovery_model_desc FROM sys.databases WHERE name = 'mgc'"))
                .containsExactly("ONLINE MULTI_USER FULL");
        assertThat(ask(backup(), "SELECT state_desc FROM sys.databases WHERE name = 'mgc'"))
                .containsExactly("RESTORING");
        assertThat(ask(primary(), "SELECT primary_database FROM msdb.dbo.log_shipping_primary_databases"))
                .containsExactly("mgc");
        assertThat(ask(backup(), "SELECT secondary_database FROM msdb.dbo.log_shipping_secondary_databases"))
                .containsExactly("mgc");
        assertThat(ask(backup(), "SELECT last_restored_file FROM msdb.dbo.log_shipping_secondary_databases"))
                .singleElement()
                .asString()
                .contains("\\" + report.run() + "\\")
                .endsWith(".trn");
        for (int port : List.of(primary(), backup())) {
            assertThat(ask(port, "SELECT name FROM msdb.dbo.sysjobs WHERE name LIKE 'Failback%'"))
                    .isEmpty();
        }
    }

    @Test
    void what_was_sent_is_the_plan_with_each_placeholder_replaced_by_one_value() {
        Map<String, String> values = new HashMap<>();
        for (DrillReport.CommandLine sent : sent()) {
            Map<String, String> bound = plan.stream()
                    .filter(command -> command.host().equals(sent.host()))
                    .map(command -> bind(command.text(), sent.text()))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("stands in no plan: " + sent.text()));
            bound.forEach((name, value) -> assertThat(values.merge(name, value, (before, now) -> before))
                    .as("value of " + name)
                    .isEqualTo(value));
        }
        assertThat(values)
                .containsKeys(
                        "run",
                        "attempt",
                        "backup-file",
                        "move-list",
                        "primary-backup-file",
                        "move-list-on-backup",
                        "active-servers")
                .containsEntry("attempt", "1");
    }

    @Test
    void everything_of_the_plan_was_sent_but_what_belongs_to_other_ways() {
        Set<String> taken = report.steps().stream()
                .filter(step -> !step.commands().isEmpty())
                .map(DrillReport.StepLine::id)
                .collect(Collectors.toSet());
        List<String> left = context.getBean(Procedure.class).parts().stream()
                .filter(part -> part.when() == Procedure.When.ALWAYS)
                .map(Procedure.Part::step)
                .filter(step -> !step.commands(Facts.none()).isEmpty() && !step.onlyIfNeeded())
                .map(step -> step.name())
                .filter(name -> !taken.contains(name))
                .toList();

        assertThat(left).isEmpty();
    }

    @Test
    void every_statement_that_a_server_logged_stands_in_a_command_or_in_the_list_of_look_ups() throws Exception {
        String commands = sent().stream()
                .map(command -> squeeze(command.text() + "\n" + command.text().replace("''", "'")))
                .collect(Collectors.joining("\n"));
        Set<String> lookups = Arrays.stream(Lookup.values())
                .map(lookup -> squeeze(lookup.asSent()))
                .collect(Collectors.toSet());
        int seen = 0;
        for (int port : List.of(
                primary(),
                backup(),
                lab.address().ports().primaryMirror(),
                lab.address().ports().backupMirror())) {
            for (String statement : ask(
                    port,
                    "SELECT statement FROM lab.dbo.statement_log WHERE application <> '" + LOOKER
                            + "' AND application NOT LIKE 'PowerShell%' AND application <> '" + LOG_SHIPPING
                            + "' AND statement NOT LIKE '" + EVENT + "' AND statement <> '" + ALERT + "'")) {
                seen++;
                String text = squeeze(statement);
                assertThat(lookups.contains(text) || commands.contains(text))
                        .as("stands nowhere: " + statement)
                        .isTrue();
            }
        }
        assertThat(seen).isGreaterThan(200);
    }

    @Test
    void every_cmdlet_that_changes_something_stands_in_the_plan() throws Exception {
        String commands = sent().stream().map(DrillReport.CommandLine::text).collect(Collectors.joining("\n"));
        List<String> changing = ask(
                primary(),
                "SELECT statement FROM lab.dbo.statement_log WHERE application LIKE 'PowerShell%' AND statement NOT LIKE 'Get-%'");

        assertThat(changing).isNotEmpty().allMatch(commands::contains);
    }

    private static List<DrillReport.CommandLine> sent() {
        return report.steps().stream().flatMap(step -> step.commands().stream()).toList();
    }

    @Test
    void the_report_says_which_login_did_what() {
        Map<String, Logins.Line> logins =
                report.logins().stream().collect(Collectors.toMap(Logins.Line::host, line -> line));

        assertThat(logins.get("SQLP01\\LYNC").looked()).isEqualTo("failback_reader");
        assertThat(logins.get("SQLP01\\LYNC").acted()).isEqualTo("failback");
        assertThat(logins.get("SQLB01\\LYNC").commands()).contains("backUpMgc", "initializeSecondary");
        assertThat(logins.get("SQLP02\\LYNC").acted())
                .as("nothing was sent there")
                .isEmpty();
        assertThat(report.remains()).isNotEmpty();
    }

    /** The values that make the sent text of the template, if it is the template's. */
    private static Optional<Map<String, String>> bind(String template, String text) {
        StringBuilder pattern = new StringBuilder();
        List<String> names = new ArrayList<>();
        Matcher placeholder = PLACEHOLDER.matcher(template);
        int end = 0;
        while (placeholder.find()) {
            pattern.append(Pattern.quote(template.substring(end, placeholder.start())));
            String name = placeholder.group(1);
            pattern.append(names.contains(name) ? "\\" + (names.indexOf(name) + 1) : "(.+?)");
            if (!names.contains(name)) {
                names.add(name);
            }
            end = placeholder.end();
        }
        pattern.append(Pattern.quote(template.substring(end)));
        Matcher match = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), match.group(i + 1).replace("''", "'"));
        }
        return Optional.of(values);
    }

    private static int primary() {
        return lab.address().ports().primary();
    }

    private static int backup() {
        return lab.address().ports().backup();
    }

    private static List<String> ask(int port, String query) throws Exception {
        SQLServerDataSource source = new SQLServerDataSource();
        source.setServerName("127.0.0.1");
        source.setPortNumber(port);
        source.setUser("failback");
        source.setPassword("Practice-range-1");
        source.setApplicationName(LOOKER);
        source.setTrustServerCertificate(true);
        List<String> answers = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
        }
        return answers;
    }

    private static String squeeze(String text) {
        return text.replaceAll("\\s+", " ").replaceAll(";\\s*$", "").strip();
    }
}
