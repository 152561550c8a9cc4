package org.failback.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdvisoryLockTest {
    @TempDir
    static Path folder;

    private static Postgres postgres;

    @BeforeAll
    static void start() {
        postgres = Postgres.start(folder);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void two_nodes_of_a_host_have_two_names_and_the_first_one_back_has_the_first_free_one() throws SQLException {
        NodeName first = names().take();
        NodeName second = names().take();
        assertThat(first.value()).isEqualTo("chat-1");
        assertThat(second.value()).isEqualTo("chat-2");

        first.close();
        try (NodeName back = names().take()) {
            assertThat(back.value()).isEqualTo("chat-1");
            assertThat(second.holds()).isTrue();
        }
        second.close();
    }

    @Test
    void a_name_goes_with_the_connection_and_its_holder_notices() throws SQLException {
        NodeName name = names().take();
        postgres.cutConnections();

        assertThat(name.holds()).isFalse();
        try (NodeName next = names().take()) {
            assertThat(next.value()).isEqualTo(name.value());
        }
    }

    @Test
    void only_one_session_has_a_lock() throws SQLException {
        try (AdvisoryLock lock = AdvisoryLock.take(postgres.database(), "start").orElseThrow()) {
            assertThat(lock.holds()).isTrue();
            assertThat(AdvisoryLock.take(postgres.database(), "start")).isEqualTo(Optional.empty());
            AdvisoryLock.take(postgres.database(), "another").orElseThrow().close();
        }
        AdvisoryLock.take(postgres.database(), "start").orElseThrow().close();
    }

    private static NodeNames names() {
        return new NodeNames(postgres.database(), EngineDatabase.POSTGRESQL, "chat");
    }
}
