package org.failback.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

class ConfigurationTest {
    private static final String E = "failback.estate.";

    @TempDir
    static Path secrets;

    @BeforeAll
    static void layOut() {
        Example.layOut(secrets);
    }

    @Test
    void everyProblemIsSaidAtOnce() {
        List<Problem> problems = Example.in(secrets)
                .without(E + "pool.fqdn")
                .with(E + "backup.instance.port", "70000")
                .with(E + "storage.copy-folder", "E:")
                .with("failback.settings.fence", "off")
                .with("failback.settings.job-lok", "200s")
                .with(E + "backup.mirror.host", "sql11.dc1.example.com")
                .problems();
        assertThat(problems)
                .extracting(Problem::property)
                .containsExactly(
                        E + "pool.fqdn",
                        E + "backup.instance.port",
                        E + "storage.copy-folder",
                        E + "backup.mirror",
                        "failback.settings.fence",
                        "failback.settings.job-lok");
    }

    @Test
    void whereNothingIsConfiguredTheDefaultsHoldAndThereIsNoEstate() {
        Configuration nothing = Example.in(secrets).without("failback").read();
        assertThat(nothing.settings()).isEqualTo(Settings.defaults());
        assertThat(nothing.estate()).isEmpty();
        assertThatThrownBy(nothing::requiredEstate)
                .isInstanceOf(WrongConfiguration.class)
                .hasMessageStartingWith("No estate is configured: describe your servers below failback.estate")
                .hasMessageContaining("--lab")
                .hasMessageNotContaining("\n");
    }

    @Test
    void theExampleShowsTheDefaults() {
        Configuration example = Example.in(secrets)
                .without("failback.settings.owner")
                .without("failback.settings.share-free-space")
                .read();
        assertThat(example.settings()).isEqualTo(Settings.defaults());
    }

    @Test
    void aSlipOfThePenIsReportedWithWhatWasProbablyMeant() {
        assertThat(Example.in(secrets)
                        .with(E + "primary.instance.trust-stor", "x")
                        .with(E + "chat-servers[1].targets", "true")
                        .with("failback.estat.pool.fqdn", "x")
                        .with("failback.estat.pool.product", "x")
                        .with("failback.nonsense", "x")
                        .problems())
                .extracting(Problem::sentence)
                .containsExactlyInAnyOrder(
                        "failback.estate.primary.instance.trust-stor is not known; did you mean failback.estate.primary.instance.trust-store?",
                        "failback.estate.chat-servers[1].targets is not known; did you mean failback.estate.chat-servers[1].target?",
                        "failback.estat is not known; did you mean failback.estate?",
                        "failback.nonsense is not known; the page on configuration lists the properties there are.");
    }

    @Test
    void aPasswordWrittenWhereNoneBelongsIsReportedButNotShown() {
        assertThat(Example.in(secrets)
                        .with(E + "primary.instance.act.password", "Hunter2.Hunter2")
                        .with(E + "primary.instance.look.password-from", "Hunter2.Hunter2")
                        .problems())
                .hasSize(2)
                .extracting(Problem::sentence)
                .noneMatch(sentence -> sentence.contains("Hunter2"));
    }

    @Test
    void aGroupTakesNoValue() {
        assertThat(Example.in(secrets)
                        .without(E + "primary.witness")
                        .with(E + "primary.witness", "none")
                        .problems())
                .extracting(Problem::sentence)
                .containsExactly(
                        "failback.estate.primary.witness takes no value of its own; set the properties below it.");
    }

    @Test
    void aGroupLeftEmptyIsLeftOut() {
        assertThat(Example.in(secrets)
                        .without(E + "primary.witness")
                        .with(E + "primary.witness", "")
                        .read()
                        .requiredEstate()
                        .primary()
                        .witness())
                .isEmpty();
    }

    @Test
    void groupsOfOtherRoomsAreTheirs() {
        Reading reading =
                Example.in(secrets).with("failback.access.anything", "x").reading();
        assertThat(Configuration.read(reading, "access").estate()).isPresent();
    }

    @Test
    void otherSpellingsAreTheSameProperty() {
        Estate estate = Example.in(secrets)
                .without(E + "pool.fqdn")
                .without(E + "storage.backup-share")
                .with(E + "storage.backupShare", "\\\\files.example.com\\other")
                .withEnvironment("FAILBACK_ESTATE_POOL_FQDN", "other.example.com")
                .read()
                .requiredEstate();
        assertThat(estate.pool().fqdn()).isEqualTo("other.example.com");
        assertThat(estate.storage().backupShare()).isEqualTo("\\\\files.example.com\\other");
    }

    @Test
    void environmentVariablesMayHaveAnyName() {
        assertThat(Example.in(secrets)
                        .withEnvironment("FAILBACK_ADMIN_PASSWORD", "administering-is-iron")
                        .problems())
                .isEmpty();
    }

    @Test
    void placeholdersAreResolved() {
        assertThat(Example.in(secrets)
                        .with("site.domain", "example.com")
                        .with(E + "pool.fqdn", "chat.${site.domain}")
                        .read()
                        .requiredEstate()
                        .pool()
                        .fqdn())
                .isEqualTo("chat.example.com");
    }

    @Test
    void aRehearsalNeverLeavesTheHost() {
        assertThat(Example.in(secrets).with("failback.rehearsal", "true").problems())
                .extracting(Problem::sentence)
                .containsExactly(
                        "failback.rehearsal is \"true\", but must be false where failback.estate leads to sql11.dc1.example.com: a rehearsal never leaves this host.");
        assertThat(onLoopback().read().requiredEstate().rehearsal()).isTrue();
        for (String one : List.of(
                "backup.mirror.connect-to",
                "compliance.backup-mirror.connect-to",
                "management-server.host",
                "chat-servers[1].endpoint.host")) {
            assertThat(onLoopback().with(E + one, "real.example.com").problems())
                    .as(one)
                    .extracting(Problem::property)
                    .containsExactly("failback.rehearsal");
        }
    }

    private static Example onLoopback() {
        Example example = Example.in(secrets).with("failback.rehearsal", "true");
        int port = 20_000;
        for (String name : Example.names()) {
            if (name.endsWith(".connect-to")) {
                example.with(name, "127.0.0.1").with(name.replace("connect-to", "port"), String.valueOf(port++));
            } else if (name.matches(".*(endpoint|management-server)\\.host")) {
                example.with(name, "localhost").with(name.replaceAll("host$", "port"), String.valueOf(port++));
            }
        }
        return example;
    }

    @Test
    void theStartStopsWithTheSentencesAlone() {
        SpringApplication application = new SpringApplication(ConfigurationTest.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        application.addInitializers(
                context -> Configuration.from(context.getEnvironment(), "data").requiredEstate());
        assertThatThrownBy(() -> application.run("--failback.settings.fence=off"))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessage("failback.settings.fence is \"off\", but must be tail-log or none.");
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, (type, implementation, failure) -> {}))
                .hasAtLeastOneElementOfType(ConfigurationFailureAnalyzer.class);
    }

    @Test
    void theAnalysisOfAFailedStartIsItsProblemsLineByLine() {
        WrongConfiguration wrong =
                new WrongConfiguration(List.of(new Problem("a", "a is wrong."), new Problem("b", "b is, too.")));
        assertThat(new ConfigurationFailureAnalyzer()
                        .analyze(new IllegalStateException("somewhere in a bean", wrong))
                        .getDescription())
                .isEqualTo("a is wrong." + System.lineSeparator() + "b is, too.");
    }
}
