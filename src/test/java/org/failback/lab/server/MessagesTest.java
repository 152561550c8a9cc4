package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.failback.lab.tds.Message;
import org.junit.jupiter.api.Test;

/** The catalogue of messages, and what a client sees of it. */
class MessagesTest {
    @Test
    void whatIsRaisedStandsInSysMessages() {
        try (Estate estate = new Estate();
                Client reader = Client.looking(estate.backup)) {
            String look = "SELECT severity, is_event_logged, text FROM sys.messages WHERE language_id = 1033"
                    + " AND message_id = ";
            assertThat(reader.run(look + "824").rows.get(0)).startsWith(24, true);
            assertThat(reader.run(look + "4219").rows.get(0)).startsWith(10, false);
            assertThat(reader.run(look + "3154").rows.get(0).get(2)).asString().contains("'%ls'");
            for (String refused : List.of("USE nowhere", "EXEC nothing", "SELECT * FROM mgc.dbo.nothing", "KILL 1")) {
                Message said = estate.b.batch(refused).messages.get(0);
                assertThat(reader.value("SELECT severity FROM sys.messages WHERE message_id = " + said.number()))
                        .as(refused)
                        .isEqualTo(said.severity());
            }
        }
    }

    @Test
    void onlyTwoAreRaisedWithAnotherSeverityThanTheyStandWith() {
        try (Estate estate = new Estate()) {
            estate.b.run("EXEC sp_configure 'show advanced options', 1; RECONFIGURE;"
                    + " EXEC sp_configure 'Agent XPs', 0; RECONFIGURE");
            Message refused = estate.b
                    .batch("EXEC msdb.dbo.sp_start_job @job_name = N'x'")
                    .messages
                    .get(0);
            assertThat(refused.number()).isEqualTo(15281);
            assertThat(refused.severity()).isEqualTo(16);
        }
        Message unopened = Errors.message(945, "mgc");
        assertThat(unopened.severity()).isEqualTo(14);
        assertThat(unopened.state()).isEqualTo(2);
        assertThat(MessageCatalogue.all().stream()
                        .filter(message -> message.raisedSeverity() != message.severity())
                        .map(KnownMessage::number))
                .containsExactly(945, 15281);
    }

    @Test
    void aMessageTakesAsManyArgumentsAsItHasPlaces() {
        assertThat(MessageCatalogue.of(3156).with("a", "b")).startsWith("File 'a' cannot be restored to 'b'.");
        assertThat(MessageCatalogue.of(5060).with()).endsWith("completion: 100%.");
        assertThatThrownBy(() -> Errors.of(3156, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Errors.of(3101, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Errors.of(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOrderedErrorHasTheWordsAndTheSeverityOfTheCatalogue() {
        try (Estate estate = new Estate()) {
            for (KnownMessage known : MessageCatalogue.all()) {
                Message ordered = FaultErrors.of(known.number(), "BACKUP DATABASE [mgc] TO DISK = N'x'")
                        .chain()
                        .get(0);
                assertThat(ordered.severity()).isEqualTo(known.raisedSeverity());
                assertThat(ordered.text()).doesNotContain("lab was asked");
            }
            estate.b.run("EXEC lab.dbo.fail_next @like = N'SELECT 1%', @error = 1205");
            assertThat(estate.b.batch("SELECT 1").messages.get(0).severity()).isEqualTo(13);
        }
    }
}
