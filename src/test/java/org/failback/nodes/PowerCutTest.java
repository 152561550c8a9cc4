package org.failback.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.failback.step.Entry;
import org.failback.step.JdbcJournal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The process is gone in the moment after a commit: what the product's own database URL keeps. */
class PowerCutTest {
    @TempDir
    Path folder;

    @Test
    void what_was_committed_is_there_when_the_process_halts_right_after() throws Exception {
        assertThat(entriesAfterHalt(productsUrl(), "kept")).hasSize(1);
    }

    /** The proof that the test above can fail: H2's own delay, which the start refuses, forgets the commit. */
    @Test
    @Tag("chaos")
    void with_a_write_delay_it_is_lost() throws Exception {
        String delayed = productsUrl().replace("WRITE_DELAY=0", "WRITE_DELAY=500");
        assertThat(delayed).isNotEqualTo(productsUrl());
        // The background writer may just come by at the right moment, but not three times.
        int kept = 0;
        for (String name : List.of("first", "second", "third")) {
            kept += entriesAfterHalt(delayed, name).size();
        }
        assertThat(kept).isLessThan(3);
    }

    private List<Entry> entriesAfterHalt(String url, String name) throws InterruptedException {
        String here =
                url.replace("${failback.data:./data}", folder.resolve(name).toString());
        journal(here).createTable();
        try (NodeProcess process = NodeProcess.start(folder.resolve(name + ".log"), HaltAfterCommit.class, here)) {
            assertThat(process.endsWithin(Duration.ofSeconds(60))).isTrue();
            assertThat(process.exit()).as("the exit after the commit").isEqualTo(9);
        }
        return journal(here).entries("A");
    }

    private static JdbcJournal journal(String url) {
        DriverManagerDataSource database = new DriverManagerDataSource(url);
        return new JdbcJournal(
                JdbcClient.create(database),
                new JdbcTransactionManager(database),
                new ObjectMapper(),
                Clock.systemUTC());
    }

    private static String productsUrl() throws IOException {
        return (String) new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yaml"))
                .get(0)
                .getProperty("spring.datasource.url");
    }
}
