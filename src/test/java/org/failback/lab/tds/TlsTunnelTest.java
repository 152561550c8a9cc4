package org.failback.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class TlsTunnelTest {
    @Test
    void aFlightOfTheServerIsOneMessageAndTheVersionIs12() throws Exception {
        try (Range range = Range.of(new ScriptedServer());
                RawClient client = new RawClient(range.listener.port())) {
            client.send(PacketType.PRELOGIN, 1, RawClient.prelogin(1));
            client.answer();
            SSLEngine engine = Range.AUTHORITY.clientContext().createSSLEngine("localhost", range.listener.port());
            engine.setUseClientMode(true);
            engine.beginHandshake();
            int answers = 0;
            while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
                client.send(PacketType.PRELOGIN, 1, flight(engine));
                Request answer = client.answer();
                answers++;
                ByteBuffer records = ByteBuffer.wrap(answer.payload());
                assertThat(answer.type()).isEqualTo(PacketType.PRELOGIN);
                take(engine, records);
                // Were the flight not whole, the engine would ask for more before it has anything to say.
                assertThat(engine.getHandshakeStatus())
                        .isIn(HandshakeStatus.NEED_WRAP, HandshakeStatus.NOT_HANDSHAKING);
                assertThat(records.hasRemaining()).isFalse();
            }
            assertThat(answers).isEqualTo(2);
            assertThat(engine.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
    }

    @Test
    void aMessageOfServersWithinTheHandshakeEndsTheConnectionAndIsNoFailureOfTheLab(CapturedOutput log)
            throws Exception {
        try (Range range = Range.of(new ScriptedServer());
                RawClient client = new RawClient(range.listener.port())) {
            client.send(PacketType.PRELOGIN, 1, RawClient.prelogin(1));
            client.answer();
            byte[] helloRequest = {22, 3, 3, 0, 4, 0, 0, 0, 0};
            client.send(PacketType.PRELOGIN, 1, helloRequest);
            assertThat(client.answer()).isNull();
        }
        assertThat(log).doesNotContain("The lab failed");
    }

    private static byte[] flight(SSLEngine engine) throws Exception {
        WireWriter flight = new WireWriter();
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), record);
            byte[] bytes = new byte[record.position()];
            record.flip().get(bytes);
            flight.bytes(bytes);
        }
        return flight.toByteArray();
    }

    private static void take(SSLEngine engine, ByteBuffer records) throws Exception {
        ByteBuffer clear = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        while (records.hasRemaining()) {
            engine.unwrap(records, clear);
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            }
        }
    }
}
