package org.failback.lab.ntlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.apache.http.auth.NTCredentials;
import org.apache.http.impl.auth.NTLMScheme;
import org.apache.http.message.BasicHeader;
import org.apache.http.message.BasicHttpRequest;
import org.junit.jupiter.api.Test;

/** The other side is the NTLM of the HTTP client that WinRM4j brings. */
class NtlmAcceptorTest {
    private static final int UNICODE = 1;
    private static final int OEM = 2;

    private final NtlmAcceptor acceptor = new NtlmAcceptor(
            "LAB",
            "SQL-B",
            account -> Optional.of("Let-me-1n").filter(p -> account.equalsIgnoreCase("LAB\\dba")),
            Clock.systemUTC());
    private final NTLMScheme client = new NTLMScheme();

    private byte[] say(String user, String password, byte[] heard) throws Exception {
        String challenge =
                heard.length == 0 ? "NTLM" : "NTLM " + Base64.getEncoder().encodeToString(heard);
        client.processChallenge(new BasicHeader("WWW-Authenticate", challenge));
        String header = client.authenticate(
                        new NTCredentials(user, password, "WORKSTATION", "LAB"), new BasicHttpRequest("POST", "/wsman"))
                .getValue();
        return Base64.getDecoder().decode(header.substring("NTLM ".length()));
    }

    private NtlmAcceptor.Outcome outcome(String user, String password) throws Exception {
        byte[] challenge = acceptor.challenge(say(user, password, new byte[0]));
        return acceptor.authenticate(say(user, password, challenge));
    }

    @Test
    void theRightPasswordProvesTheAccount() throws Exception {
        NtlmAcceptor.Outcome outcome = outcome("dba", "Let-me-1n");
        assertThat(outcome.proved()).isTrue();
        assertThat(outcome.account()).isEqualToIgnoringCase("LAB\\dba");
    }

    @Test
    void aWrongPasswordProvesNothing() throws Exception {
        NtlmAcceptor.Outcome outcome = outcome("dba", "let-me-1n");
        assertThat(outcome.proved()).isFalse();
        assertThat(outcome.account()).isEqualToIgnoringCase("LAB\\dba");
    }

    @Test
    void anUnknownAccountProvesNothing() throws Exception {
        assertThat(outcome("nobody", "Let-me-1n").proved()).isFalse();
    }

    @Test
    void anAnswerToAnotherChallengeProvesNothing() throws Exception {
        byte[] negotiate = say("dba", "Let-me-1n", new byte[0]);
        byte[] authenticate = say("dba", "Let-me-1n", acceptor.challenge(negotiate));
        NtlmAcceptor second = new NtlmAcceptor("LAB", "SQL-B", account -> Optional.of("Let-me-1n"), Clock.systemUTC());
        second.challenge(negotiate);
        assertThat(second.authenticate(authenticate).proved()).isFalse();
    }

    @Test
    void anAnswerThatWasTamperedWithProvesNothing() throws Exception {
        byte[] authenticate = say("dba", "Let-me-1n", acceptor.challenge(say("dba", "Let-me-1n", new byte[0])));
        int response = (authenticate[24] & 0xFF) | (authenticate[25] & 0xFF) << 8;
        authenticate[response + 20] ^= 1;
        assertThat(acceptor.authenticate(authenticate).proved()).isFalse();
    }

    @Test
    void anLmV2ResponseIsTakenWhereThereIsNoOther() throws Exception {
        byte[] challenge = acceptor.challenge(say("dba", "Let-me-1n", new byte[0]));
        assertThat(acceptor.authenticate(lmV2Only("Let-me-1n", challenge)).proved())
                .isTrue();
        assertThat(acceptor.authenticate(lmV2Only("guessed", challenge)).proved())
                .isFalse();
    }

    @Test
    void aClientWithoutUnicodeIsAnsweredInItsOwnCharacters() throws Exception {
        byte[] negotiate = say("dba", "Let-me-1n", new byte[0]);
        negotiate[12] = (byte) (negotiate[12] & ~UNICODE | OEM);
        byte[] challenge = acceptor.challenge(negotiate);

        assertThat(challenge[20] & (UNICODE | OEM)).isEqualTo(OEM);
        assertThat(new String(challenge, 56, 3, StandardCharsets.US_ASCII)).isEqualTo("LAB");
        NtlmAcceptor.Outcome outcome =
                acceptor.authenticate(lmV2Only("Let-me-1n", challenge, StandardCharsets.US_ASCII, OEM));
        assertThat(outcome.proved()).isTrue();
        assertThat(outcome.account()).isEqualTo("LAB\\dba");
    }

    private static byte[] lmV2Only(String password, byte[] challenge) {
        return lmV2Only(password, challenge, StandardCharsets.UTF_16LE, UNICODE);
    }

    private static byte[] lmV2Only(String password, byte[] challenge, Charset charset, int flags) {
        byte[] domain = "LAB".getBytes(charset);
        byte[] user = "dba".getBytes(charset);
        byte[] clientNonce = {1, 2, 3, 4, 5, 6, 7, 8};
        byte[] key = NtlmCrypto.passwordKey(password, "dba", "LAB");
        byte[] proof = NtlmCrypto.hmac(key, Arrays.copyOfRange(challenge, 24, 32), clientNonce);
        ByteBuffer out =
                ByteBuffer.allocate(64 + 24 + domain.length + user.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(NtlmMessage.SIGNATURE).putInt(3);
        out.putShort((short) 24).putShort((short) 24).putInt(64);
        out.putLong(0);
        out.putShort((short) domain.length).putShort((short) 0).putInt(88);
        out.putShort((short) user.length).putShort((short) 0).putInt(88 + domain.length);
        out.putLong(0).putLong(0).putInt(flags);
        return out.put(proof).put(clientNonce).put(domain).put(user).array();
    }

    @Test
    void anAuthenticateBeforeANegotiateIsRefused() {
        assertThatThrownBy(() -> acceptor.authenticate(new byte[100])).isInstanceOf(ProtocolException.class);
    }

    @Test
    void whateverIsCutOrGarbledIsRefusedAndBreaksNothing() throws Exception {
        byte[] negotiate = say("dba", "Let-me-1n", new byte[0]);
        byte[] authenticate = say("dba", "Let-me-1n", acceptor.challenge(negotiate));
        Random random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            byte[] garbled = Arrays.copyOf(authenticate, i % 2 == 0 ? authenticate.length : random.nextInt(300));
            for (int flips = random.nextInt(4); flips >= 0 && garbled.length > 0; flips--) {
                garbled[random.nextInt(garbled.length)] = (byte) random.nextInt();
            }
            try {
                acceptor.authenticate(garbled);
            } catch (ProtocolException expected) {
                assertThat(expected).hasMessageContaining("NTLM");
            }
        }
        assertThatThrownBy(() -> acceptor.challenge(Arrays.copyOf(negotiate, 10)))
                .isInstanceOf(ProtocolException.class);
    }
}
