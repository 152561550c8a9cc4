package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * What SQL Server promises and the product relies on. It runs against the lab, and against real instances that system
 * properties name; no promise knows which.
 */
@Timeout(600)
class ContractTest {
    private static final List<Object> CHAPTERS = List.of(
            new Batches(),
            new Backups(),
            new Restores(),
            new LogChains(),
            new Media(),
            new StatesAndOptions(),
            new Sessions(),
            new ApplicationLocks(),
            new AgentJobs(),
            new LogShippingSetUp(),
            new LoginsAndRights(),
            new FoldersAndFiles(),
            new Mirroring(),
            new Lookups(),
            new WholeBatches());

    private static final String RUN = "contract_" + UUID.randomUUID().toString().substring(0, 8);
    private static final Evidence EVIDENCE = new Evidence();
    private static Range range;

    @BeforeAll
    static void open() throws Exception {
        range = GivenRange.isGiven() ? new GivenRange(EVIDENCE::sent) : new LabRange(EVIDENCE::sent);
        for (Server server : List.of(range.first(), range.second())) {
            List<String> databases = Somebodys.poolDatabases(server);
            if (!databases.isEmpty() && !range.mayHoldMgc()) {
                throw new IllegalStateException(server.name() + " holds " + String.join(" and ", databases)
                        + ", so it may be somebody's pool. Take instances that serve nothing,"
                        + " or say -Dcontract.beside-mgc=true.");
            }
        }
    }

    @AfterAll
    static void close() {
        if (range != null) {
            range.close();
        }
        if (!EVIDENCE.left().isEmpty()) {
            System.out.println("Files that are yours to delete: " + EVIDENCE.left());
        }
    }

    @TestFactory
    Stream<DynamicNode> theContract() {
        List<DynamicNode> nodes = new ArrayList<>();
        int number = 0;
        for (Object chapter : CHAPTERS) {
            Promises promises = new Promises(chapter);
            List<DynamicNode> tests = new ArrayList<>();
            for (Promises.One one : promises.all()) {
                String prefix = RUN + "_" + ++number;
                tests.add(DynamicTest.dynamicTest(one.title(), () -> hold(one, prefix)));
            }
            nodes.add(DynamicContainer.dynamicContainer(promises.title(), tests));
        }
        nodes.add(DynamicContainer.dynamicContainer("coverage", coverage()));
        return nodes.stream();
    }

    private static void hold(Promises.One one, String prefix) throws Throwable {
        one.lacking(range::lacks).ifPresent(reason -> EVIDENCE.skipped(one.title(), reason));
        assumeThat(one.lacking(range::lacks)).as("skipped: " + one.title()).isEmpty();
        try (Scene scene = new Scene(range, EVIDENCE, prefix)) {
            one.hold(scene);
        }
    }

    /** Runs last, on what all promises before it have sent and provoked. */
    private static List<DynamicNode> coverage() {
        Coverage coverage = new Coverage(EVIDENCE);
        return List.of(
                DynamicTest.dynamicTest("nothing is left behind", () -> nothingIsLeft()),
                DynamicTest.dynamicTest("every form that the product sends was sent", coverage::everyForm),
                DynamicTest.dynamicTest(
                        "every error that the product knows was provoked or is listed with a reason",
                        coverage::everyError),
                DynamicTest.dynamicTest(
                        "every error that ends long work was provoked in a job", coverage::everyErrorInJobs),
                DynamicTest.dynamicTest(
                        "errors are in sys.messages with the severities they came with",
                        () -> coverage.messages(range.first().main())));
    }

    private static void nothingIsLeft() {
        for (Server server : List.of(range.first(), range.second())) {
            for (String where : List.of(
                    "name FROM sys.databases WHERE name",
                    "name FROM sys.server_principals WHERE name",
                    "name FROM msdb.dbo.sysjobs WHERE name",
                    "name FROM msdb.dbo.syscategories WHERE name",
                    "primary_database FROM msdb.dbo.log_shipping_primary_databases WHERE primary_database",
                    "primary_database FROM msdb.dbo.log_shipping_secondary WHERE primary_database",
                    "database_name FROM msdb.dbo.backupset WHERE database_name")) {
                assertThat(server.main()
                                .ask("SELECT " + where + " LIKE N'" + RUN + "%'")
                                .column())
                        .as(where + " on " + server.name())
                        .isEmpty();
            }
        }
    }
}
