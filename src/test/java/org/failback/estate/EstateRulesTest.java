package org.failback.estate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must hold between properties that are each in order. */
class EstateRulesTest {
    private static final String E = "failback.estate.";

    @TempDir
    static Path secrets;

    @BeforeAll
    static void layOut() {
        Example.layOut(secrets);
    }

    private static Example example() {
        return Example.in(secrets);
    }

    private static void refused(Example example, String property, String sentence) {
        assertThat(example.problems()).singleElement().isEqualTo(new Problem(property, property + " " + sentence));
    }

    @Test
    void theExampleIsInOrder() {
        Configuration configuration = example().read();
        assertThat(configuration.warnings()).isEmpty();
        Estate estate = configuration.requiredEstate();
        assertThat(estate.primaryInstance()).hasToString("SQL11\\RTC");
        assertThat(estate.backupInstance()).hasToString("SQL21\\RTC");
        assertThat(estate.instances()).hasSize(9);
        assertThat(estate.targetActiveServers())
                .extracting(ChatServer::fqdn)
                .containsExactly("chat1.dc1.example.com", "chat2.dc2.example.com");
        assertThat(estate.rehearsal()).isFalse();
    }

    @Test
    void theTwoDataCentersHaveDifferentNames() {
        refused(
                example().with(E + "backup.name", "HAMBURG").with(E + "chat-servers[1].data-center", "Hamburg"),
                E + "backup.name",
                "is \"HAMBURG\", but must differ from failback.estate.primary.name.");
    }

    @Test
    void primaryAndBackupAreDifferentServers() {
        refused(
                example().copied(E + "primary.instance", E + "backup.instance"),
                E + "backup.instance",
                "is \"SQL11\\RTC\", but must be another server than failback.estate.primary.instance.");
    }

    @Test
    void aServerIsNotItsOwnMirror() {
        refused(
                example().with(E + "primary.mirror.host", "sql11.dc1.example.com"),
                E + "primary.mirror",
                "is \"SQL11\\RTC\", but must be another server than failback.estate.primary.instance.");
    }

    @Test
    void serversThatTheirOwnNamesDoNotTellApartAreRefused() {
        refused(
                example().with(E + "backup.instance.host", "sql11.elsewhere.example.com"),
                E + "backup.instance",
                "is \"SQL11\\RTC\", but must be another server than failback.estate.primary.instance.");
    }

    @Test
    void twoInstancesOfOneHostAreDifferentServers() {
        assertThat(example()
                        .with(E + "primary.witness.host", "sql11.dc1.example.com")
                        .problems())
                .isEmpty();
    }

    @Test
    void complianceMayLieOnTheInstancesOfMgc() {
        Configuration configuration = example()
                .copied(E + "primary.instance", E + "compliance.primary")
                .copied(E + "backup.instance", E + "compliance.backup")
                .copied(E + "backup.mirror", E + "compliance.backup-mirror")
                .read();
        assertThat(configuration.requiredEstate().instances()).hasSize(6);
    }

    @Test
    void theSameServerIsDescribedTheSameWayEverywhere() {
        refused(
                example()
                        .copied(E + "primary.instance", E + "compliance.primary")
                        .with(E + "compliance.primary.port", "1434"),
                E + "compliance.primary",
                "is \"SQL11\\RTC\" like failback.estate.primary.instance, but must then be the same in every property.");
    }

    @Test
    void complianceOfOneDataCenterDoesNotLieInTheOther() {
        refused(
                example().copied(E + "backup.mirror", E + "compliance.primary"),
                E + "compliance.primary",
                "is \"SQL22\\RTC\", but must not be a server of failback.estate.backup.");
        refused(
                example().copied(E + "primary.mirror", E + "compliance.backup"),
                E + "compliance.backup",
                "is \"SQL12\\RTC\", but must not be a server of failback.estate.primary.");
        refused(
                example().copied(E + "primary.mirror", E + "compliance.backup-mirror"),
                E + "compliance.backup-mirror",
                "is \"SQL12\\RTC\", but must not be a server of failback.estate.primary.");
    }

    @Test
    void complianceIsNotBackedUpWhereItIs() {
        refused(
                example().copied(E + "compliance.backup", E + "compliance.backup-mirror"),
                E + "compliance.backup-mirror",
                "is \"COMP21\\RTC\", but must be another server than failback.estate.compliance.backup.");
    }

    @Test
    void twoServersDoNotShareAnAddress() {
        refused(
                example().with(E + "backup.instance.connect-to", "SQL11.dc1.example.com"),
                E + "backup.instance.port",
                "leads to \"sql11.dc1.example.com:1433\", but must lead elsewhere than failback.estate.primary.instance, which is another server.");
    }

    @Test
    void twoServersBehindOneTunnelHaveDifferentPorts() {
        assertThat(example()
                        .with(E + "primary.instance.connect-to", "127.0.0.1")
                        .with(E + "backup.instance.connect-to", "127.0.0.1")
                        .with(E + "backup.instance.port", "1434")
                        .problems())
                .isEmpty();
    }

    @Test
    void aMemberIsNamedOnce() {
        refused(
                example().with(E + "chat-servers[1].fqdn", "CHAT1.dc1.example.com"),
                E + "chat-servers[1].fqdn",
                "is \"CHAT1.dc1.example.com\", but must be another server than failback.estate.chat-servers[0].");
    }

    @Test
    void aMemberIsReachedAtAnEndpointOfItsOwn() {
        refused(
                example().copied(E + "chat-servers[0].endpoint", E + "chat-servers[1].endpoint"),
                E + "chat-servers[1].endpoint",
                "is \"chat1.dc1.example.com:5986\", but must lead to another server than failback.estate.chat-servers[0].endpoint.");
    }

    @Test
    void aMemberStandsInOneOfTheTwoDataCenters() {
        refused(
                example().with(E + "chat-servers[1].data-center", "Bremen"),
                E + "chat-servers[1].data-center",
                "is \"Bremen\", but must be failback.estate.primary.name or failback.estate.backup.name, that is Hamburg or Leipzig.");
    }

    @Test
    void aTargetStandsInThePrimaryDataCenterOrHasALowLatencyLink() {
        refused(
                example().with(E + "chat-servers[1].low-latency-link", "false"),
                E + "chat-servers[1].target",
                "is \"true\", but must be false for a server outside Hamburg unless its low-latency-link to there is declared.");
    }

    @Test
    void thereIsATarget() {
        refused(
                example().with(E + "chat-servers[0].target", "false").with(E + "chat-servers[1].target", "false"),
                E + "chat-servers",
                "has 0 members with target \"true\", but must have 1 to 4.");
    }

    @Test
    void thereAreAtMostFourTargets() {
        assertThat(withMembers(4).problems()).isEmpty();
        refused(withMembers(5), E + "chat-servers", "has 5 members with target \"true\", but must have 1 to 4.");
    }

    @Test
    void thereAreOneToEightMembers() {
        Example eight = withMembers(8);
        Example nine = withMembers(9);
        for (int i = 4; i < 9; i++) {
            eight.with(E + "chat-servers[" + Math.min(i, 7) + "].target", "false");
            nine.with(E + "chat-servers[" + i + "].target", "false");
        }
        assertThat(eight.problems()).isEmpty();
        refused(nine, E + "chat-servers", "has 9 members, but must have 1 to 8.");
        refused(example().without(E + "chat-servers"), E + "chat-servers", "has 0 members, but must have 1 to 8.");
    }

    private static Example withMembers(int members) {
        Example example = example();
        for (int i = 1; i < members; i++) {
            String member = E + "chat-servers[" + i + "]";
            example.copied(E + "chat-servers[0]", member)
                    .with(member + ".fqdn", "chat" + (i + 1) + ".dc1.example.com")
                    .with(member + ".endpoint.host", "chat" + (i + 1) + ".dc1.example.com");
        }
        return example;
    }

    @Test
    void aScheduleIsMinutesOrWholeHours() {
        refused(
                example().with(E + "storage.schedule.copy", "90m"),
                E + "storage.schedule.copy",
                "is \"90m\", but must be at most 59m or whole hours: a job schedule knows nothing between.");
        assertThat(example().with(E + "storage.schedule.copy", "2h").problems()).isEmpty();
    }

    @Test
    void anAlertWaitsForThreeRunsOfItsJob() {
        refused(
                example().with(E + "storage.schedule.back-up", "21m"),
                E + "storage.log-shipping.backup-alert",
                "is \"1h\", but must be at least 63m, three times failback.estate.storage.schedule.back-up, or one slow"
                        + " job would raise an alert.");
        refused(
                example().with(E + "storage.log-shipping.restore-alert", "44m"),
                E + "storage.log-shipping.restore-alert",
                "is \"44m\", but must be at least 45m, three times failback.estate.storage.schedule.restore, or one slow"
                        + " job would raise an alert.");
    }

    @Test
    void theJobLockOutlivesEveryDeadlineTwice() {
        String lock = "failback.settings.job-lock";
        String why =
                ", twice the longest of failback.settings.deadlines, or the engine would begin a job a second time while it still runs.";
        refused(example().with(lock, "179s"), lock, "is \"179s\", but must be at least 3m" + why);
        assertThat(example().with(lock, "180s").problems()).isEmpty();
        refused(
                example().with("failback.settings.deadlines.sql-server", "101s"),
                lock,
                "is \"200s\", but must be at least 202s" + why);
        refused(
                example().with("failback.settings.deadlines.readiness", "2m"),
                lock,
                "is \"200s\", but must be at least 4m" + why);
    }

    @Test
    void oneLoginForLookingAndActingIsAllowedButWarnedOf() {
        Configuration configuration =
                example().with(E + "primary.instance.look.user", "failback_act").read();
        assertThat(configuration.warnings())
                .containsExactly(
                        "failback.estate.primary.instance looks and acts with the same login \"failback_act\"; a login of its own that only reads would keep every look harmless.");
    }

    @Test
    void anEstateWithoutMirrorWitnessAndComplianceIsAnEstate() {
        Configuration configuration = example()
                .without(E + "primary.mirror")
                .without(E + "primary.witness")
                .without(E + "backup.mirror")
                .without(E + "backup.witness")
                .without(E + "compliance")
                .read();
        assertThat(configuration.requiredEstate().instances()).hasSize(2);
        assertThat(configuration.requiredEstate().compliance()).isEmpty();
    }
}
