package org.failback.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.failback.lab.scenario.Order;
import org.failback.lab.scenario.Place;
import org.failback.lab.scenario.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab starts whole or leaves nothing behind. */
class LabStartTest {
    @TempDir
    private Path folder;

    @Test
    void aLabWhoseScenarioBreaksARuleSaysSoAndLeavesNoThread() {
        Scenario broken = new Scenario(
                "broken", "Broken", "It is broken.", "nowhere", List.of(new Order(Place.P, "EXEC no_such")), List.of());
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        assertThatThrownBy(() ->
                        Lab.start(new LabShape(16, 0, Optional.of(broken)), LabPorts.free(), folder.resolve("ca.pem")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The scenario broken breaks a rule of the lab on SQLP01\\LYNC");

        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> !before.contains(thread))
                        .filteredOn(thread -> thread.getName().startsWith("Agent of ")
                                || thread.getName().startsWith("lab-"))
                        .isEmpty());
    }

    @Test
    void aLabTooSmallForItsScenariosIsRefused() {
        assertThatThrownBy(() -> new LabShape(15, 0)).hasMessageContaining("say 16 MB or more");
    }
}
