package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.failback.sqlserver.Lookup;
import org.failback.sqlserver.Product;

/** Whether the promises cover what the product relies on; measured by what was sent and what came back. */
final class Coverage {
    private static final Map<Integer, String> NOT_IN_JOBS = Map.of(
            3021, "a step of ours opens no transaction",
            3102, "a step of ours stands in master",
            262, "the Agent's own account, as which steps of a sysadmin run, may everything",
            3110, "the Agent's own account, as which steps of a sysadmin run, may everything");

    private final Evidence evidence;

    Coverage(Evidence evidence) {
        this.evidence = evidence;
    }

    private void whereNothingWasSkipped() {
        assumeThat(evidence.skipped())
                .as("coverage cannot be measured where promises were skipped")
                .isEmpty();
    }

    void everyForm() {
        whereNothingWasSkipped();
        Set<String> texts = new LinkedHashSet<>(Product.batches());
        Arrays.stream(Lookup.values()).map(Lookup::text).forEach(texts::add);
        Set<String> missing = new TreeSet<>(Forms.of(texts));
        assertThat(missing).as("forms of the product").hasSizeGreaterThan(200);
        missing.removeAll(Forms.of(evidence.sent()));
        assertThat(missing)
                .as("forms that the product sends and no promise does")
                .isEmpty();
    }

    void everyError() {
        whereNothingWasSkipped();
        Set<Integer> known = new TreeSet<>(Product.errors());
        Set<Integer> listed = NotProvoked.reasons().keySet();
        Set<Integer> missing = new TreeSet<>(known);
        missing.removeAll(evidence.provoked().keySet());
        missing.removeAll(listed);
        assertThat(missing).as("errors neither provoked nor listed").isEmpty();
        assertThat(listed)
                .as("listed errors that were provoked")
                .doesNotContainAnyElementsOf(evidence.provoked().keySet());
        assertThat(known).as("listed errors that the product does not know").containsAll(listed);
    }

    /** Backups, restores and changes of state run in jobs, where an error shows in history and log alone. */
    void everyErrorInJobs() {
        whereNothingWasSkipped();
        Set<Integer> missing = new TreeSet<>(evidence.endedWork());
        missing.removeAll(evidence.provokedInJobs());
        missing.removeAll(NOT_IN_JOBS.keySet());
        assertThat(missing)
                .as("errors that end long work and were not provoked in a job")
                .isEmpty();
        assertThat(evidence.provokedInJobs()).doesNotContainAnyElementsOf(NOT_IN_JOBS.keySet());
    }

    void messages(Client client) {
        Map<Integer, Integer> expected = new TreeMap<>(evidence.provoked());
        NotProvoked.reasons().keySet().forEach(number -> expected.put(number, NotProvoked.severity(number)));
        // Messages of RAISERROR and of extended procedures bring their own words.
        expected.keySet().removeAll(Set.of(50000, 22048));
        String numbers = expected.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
        List<Map<String, Object>> rows = client.ask(
                        "SELECT message_id, severity FROM sys.messages WHERE language_id = 1033 AND message_id IN ("
                                + numbers + ")")
                .rows();
        Map<Integer, Integer> found = new TreeMap<>();
        rows.forEach(row ->
                found.put(((Number) row.get("message_id")).intValue(), ((Number) row.get("severity")).intValue()));
        assertThat(found).isEqualTo(expected);
    }
}
