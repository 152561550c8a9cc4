package org.failback.lab.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.apache.http.auth.AuthenticationException;
import org.apache.http.auth.MalformedChallengeException;
import org.apache.http.auth.NTCredentials;
import org.apache.http.impl.auth.NTLMScheme;
import org.apache.http.message.BasicHeader;
import org.apache.http.message.BasicHttpRequest;

/** Conversations of TDS that go wrong at one place. */
final class TdsFuzz {
    /** In which a parser has met every text of the kind below; beyond it a client would press cancel. */
    private static final int ANSWERS_WITHIN_MILLIS = 3_000;

    private static final byte[] FAILED_WITHIN = TdsBytes.utf16("The lab failed within itself");
    private static final int SSPI_TOKEN = 0xED;

    private final Random random;
    private final Mutator mutator;
    private final TsqlSoup soup;
    private final LabUnderFire lab;

    TdsFuzz(LabUnderFire lab, Random random) {
        this.lab = lab;
        this.random = random;
        this.mutator = new Mutator(random);
        this.soup = new TsqlSoup(random);
    }

    /** One conversation; the text says which. */
    String next() throws Exception {
        try {
            return conversation();
        } catch (SocketTimeoutException hung) {
            throw hung;
        } catch (IOException left) {
            return "a conversation that the server left early: " + left;
        }
    }

    private String conversation() throws Exception {
        return switch (random.nextInt(8)) {
            case 0 -> opening();
            case 1 -> tls();
            case 2 -> login();
            case 3 -> windowsLogin();
            case 4, 5 -> requests();
            default -> statements();
        };
    }

    private String opening() throws IOException {
        byte[] prelogin = mutator.spoil(random.nextBoolean() ? TdsBytes.prelogin() : TdsBytes.preloginWithTls());
        try (TdsTalk talk = new TdsTalk(lab.tds())) {
            talk.send(prelogin);
            talk.untilTheEnd();
        }
        return "PRELOGIN";
    }

    private String tls() throws Exception {
        byte[] hello = clientHello();
        try (TdsTalk talk = new TdsTalk(lab.tds())) {
            talk.send(TdsBytes.preloginWithTls());
            talk.answer();
            byte[] records = mutator.spoil(hello);
            for (byte[] packet : mutator.disorder(List.of(
                    TdsBytes.message(TdsBytes.PRELOGIN, records), TdsBytes.message(TdsBytes.PRELOGIN, hello)))) {
                talk.send(packet);
            }
            talk.untilTheEnd();
        }
        return "TLS in PRELOGIN";
    }

    private static byte[] clientHello() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {"TLSv1.2"});
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        try {
            engine.wrap(ByteBuffer.allocate(0), record);
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
        return Arrays.copyOf(record.array(), record.position());
    }

    private String login() throws IOException {
        try (TdsTalk talk = new TdsTalk(lab.tds())) {
            talk.send(TdsBytes.prelogin());
            talk.answer();
            talk.send(spoiltWithin(TdsBytes.login(LabUnderFire.LOGIN, LabUnderFire.PASSWORD)));
            talk.untilTheEnd();
        }
        return "LOGIN7";
    }

    private String windowsLogin() throws Exception {
        NTLMScheme client = new NTLMScheme();
        boolean early = random.nextBoolean();
        try (TdsTalk talk = new TdsTalk(lab.tds())) {
            talk.send(TdsBytes.prelogin());
            talk.answer();
            byte[] negotiate = ntlm(client, "NTLM");
            talk.send(TdsBytes.windowsLogin(early ? mutator.spoil(negotiate) : negotiate));
            byte[] challenge = early ? null : talk.answer();
            if (challenge != null && (challenge[0] & 0xFF) == SSPI_TOKEN) {
                byte[] token = Arrays.copyOfRange(challenge, 3, challenge.length);
                byte[] proof = ntlm(client, "NTLM " + Base64.getEncoder().encodeToString(token));
                talk.send(TdsBytes.message(TdsBytes.SSPI, mutator.spoil(proof)));
            }
            talk.untilTheEnd();
        }
        return "NTLM";
    }

    private static byte[] ntlm(NTLMScheme client, String heard)
            throws MalformedChallengeException, AuthenticationException {
        client.processChallenge(new BasicHeader("WWW-Authenticate", heard));
        NTCredentials who =
                new NTCredentials(LabUnderFire.LOGIN, LabUnderFire.PASSWORD, "FUZZ", LabUnderFire.WINDOWS_DOMAIN);
        String said =
                client.authenticate(who, new BasicHttpRequest("POST", "/")).getValue();
        return Base64.getDecoder().decode(said.substring("NTLM ".length()));
    }

    private String requests() throws IOException {
        List<byte[]> right = List.of(
                mutator.any(List.of(TdsBytes.executeSql(), TdsBytes.prepared(), TdsBytes.named())),
                TdsBytes.batch("SELECT 1 AS a"),
                mutator.any(List.of(TdsBytes.attention(), TdsBytes.beginTransaction(), TdsBytes.bulkLoad())));
        List<byte[]> wrong = random.nextBoolean()
                ? mutator.disorder(right)
                : right.stream().map(this::spoiltWithin).toList();
        try (TdsTalk talk = TdsTalk.loggedIn(lab.tds())) {
            for (byte[] packet : wrong) {
                talk.send(packet);
            }
            talk.untilTheEnd();
        }
        return "requests";
    }

    /** Half of the time the packet says its true length, so that what is wrong is found further within. */
    private byte[] spoiltWithin(byte[] packet) {
        if (random.nextInt(4) == 0) {
            return mutator.spoil(packet);
        }
        byte[] payload = mutator.spoil(Arrays.copyOfRange(packet, TdsBytes.HEADER, packet.length));
        return TdsBytes.message(packet[0], payload);
    }

    /** Text that no parser expects, in packets that are right: it is answered, and the session serves on. */
    private String statements() throws IOException {
        StringBuilder said = new StringBuilder("T-SQL");
        try (TdsTalk talk = TdsTalk.loggedIn(lab.tds())) {
            for (int i = 0; i < 3; i++) {
                String sql = soup.next();
                said.append(' ').append(TsqlSoup.oneLine(sql));
                byte[] answer = ask(talk, sql, said);
                assertThat(indexOf(answer, FAILED_WITHIN))
                        .as("failed within itself: %s", said)
                        .isNegative();
                // A batch may have left the session in any database or state, but not dead.
                ask(talk, "WHILE @@TRANCOUNT > 0 ROLLBACK", said);
            }
        }
        return said.toString();
    }

    private static byte[] ask(TdsTalk talk, String sql, CharSequence said) throws IOException {
        byte[] payload = TdsBytes.batchPayload(sql);
        int room = 32_000;
        for (int at = 0; at < payload.length; at += room) {
            int end = Math.min(payload.length, at + room);
            talk.send(TdsBytes.packet(
                    TdsBytes.BATCH, end == payload.length ? 1 : 0, Arrays.copyOfRange(payload, at, end)));
        }
        byte[] answer;
        try {
            answer = talk.answerOrAttention(ANSWERS_WITHIN_MILLIS);
        } catch (IOException e) {
            throw new AssertionError("Neither answered nor cancelled: " + said, e);
        }
        assertThat(answer).as("the connection was closed by: %s", said).isNotNull();
        return answer;
    }

    private static int indexOf(byte[] text, byte[] part) {
        return new String(text, StandardCharsets.ISO_8859_1).indexOf(new String(part, StandardCharsets.ISO_8859_1));
    }
}
