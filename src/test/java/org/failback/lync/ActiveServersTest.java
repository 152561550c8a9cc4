package org.failback.lync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.failback.estate.ChatServer;
import org.failback.estate.Credential;
import org.failback.estate.DataCenter;
import org.failback.estate.Endpoint;
import org.failback.estate.Estate;
import org.failback.estate.Pool;
import org.failback.estate.SqlInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators may type as the list of active servers: five near members, one far with a good link, one far. */
class ActiveServersTest {
    private static final String CHOICE = "choose from chat1.dc1.example, chat2.dc1.example, chat3.dc1.example,"
            + " chat4.dc1.example, chat5.dc1.example, linked.dc2.example.";

    private final ActiveServers servers = new ActiveServers(estate());

    @Test
    void theListComesBackInTheSpellingOfTheTopologyAndInTheOrderTyped() {
        assertThat(servers.read(" CHAT2.dc1.Example;linked.dc2.example ,\nchat1.DC1.example "))
                .containsExactly("chat2.dc1.example", "linked.dc2.example", "chat1.dc1.example");
    }

    @Test
    void fourServersAreAllowed() {
        assertThat(servers.objection("chat1.dc1.example, chat2.dc1.example, chat3.dc1.example, linked.dc2.example"))
                .isEmpty();
    }

    @Test
    void oneMoreIsNot() {
        assertThat(servers.objection("chat1.dc1.example, chat2.dc1.example, chat3.dc1.example, chat4.dc1.example,"
                        + " chat5.dc1.example"))
                .contains("chat5.dc1.example would be one too many: at most 4 servers of a pool can be active.");
    }

    @ParameterizedTest
    @CsvSource({"''", "' , ; '"})
    void anEmptyListIsNot(String typed) {
        assertThat(servers.objection(typed))
                .hasValueSatisfying(sentence ->
                        assertThat(sentence).startsWith("No server is named; choose one to 4 of chat1.dc1.example,"));
    }

    @Test
    void aServerOutsideThePoolIsNamed() {
        assertThat(servers.objection("chat1.dc1.example, chat9.dc1.example"))
                .contains("chat9.dc1.example is not in the pool chat.example; " + CHOICE);
    }

    @Test
    void aServerThatIsTooFarIsNamed() {
        assertThat(servers.objection("chat1.dc1.example, FAR.dc2.example"))
                .contains("far.dc2.example stands in dc2, and its link to dc1 is not declared low latency; " + CHOICE);
    }

    @Test
    void aServerNamedTwiceIsNamed() {
        assertThat(servers.objection("chat1.dc1.example, chat2.dc1.example, CHAT1.dc1.example"))
                .contains("chat1.dc1.example is named twice; name each server once.");
    }

    @Test
    void whatIsObjectedToIsNotRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> servers.read("far.dc2.example"))
                .withMessageContaining("far.dc2.example stands in dc2");
    }

    private static Estate estate() {
        Credential login = new Credential("failback", "env:X");
        Endpoint endpoint = new Endpoint("localhost", 1, Optional.empty(), Endpoint.Authentication.NTLM, login);
        SqlInstance instance =
                new SqlInstance("sql.example", Optional.empty(), 1, Optional.empty(), Optional.empty(), login, login);
        List<ChatServer> members = Stream.concat(
                        IntStream.rangeClosed(1, 5)
                                .mapToObj(n ->
                                        new ChatServer("chat" + n + ".dc1.example", "dc1", false, n < 3, endpoint)),
                        Stream.of(
                                new ChatServer("linked.dc2.example", "dc2", true, false, endpoint),
                                new ChatServer("far.dc2.example", "dc2", false, false, endpoint)))
                .toList();
        return new Estate(
                new Pool("chat.example", Pool.Product.SKYPE_FOR_BUSINESS_2015),
                new DataCenter("dc1", instance, Optional.empty(), Optional.empty()),
                new DataCenter("dc2", instance, Optional.empty(), Optional.empty()),
                Optional.empty(),
                null,
                endpoint,
                members,
                true);
    }
}
