package org.failback.lab.tds;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import org.failback.lab.ntlm.NtlmAcceptor;

/** From the first byte of a connection to a session: PRELOGIN, TLS, LOGIN7, NTLM. */
final class Opening {
    /** Enough for a login with a large Kerberos ticket, and no more for somebody nobody knows yet. */
    private static final int MAX_UNKNOWN = 128 * 1024;

    /** Enough for every batch and parameter that a failback sends; many sessions at once must fit into memory. */
    private static final int MAX_KNOWN = 4 * 1024 * 1024;

    private static final int FIRST_PACKET_SIZE = 4096;
    /** A fatal TLS alert, handshake_failure. */
    private static final byte[] TLS_ALERT = {0x15, 3, 3, 0, 2, 2, 40};

    private static final String NO_DATABASE_ASKED_FOR = "master";
    private static final String LANGUAGE = "us_english";

    private final SqlServer server;
    private final TdsSettings settings;
    private final Channel.Connection connection;
    private final InputStream rawIn;
    private final OutputStream rawOut;
    private final ServerVersion version;
    private InputStream in;
    private OutputStream out;

    /** What a login led to: a session, and how to speak with its client. */
    record Opened(SqlSession session, PacketReader packets, PacketWriter answers, String database) {}

    Opening(
            SqlServer server,
            TdsSettings settings,
            Channel.Connection connection,
            InputStream rawIn,
            OutputStream rawOut) {
        this.server = server;
        this.settings = settings;
        this.connection = connection;
        this.rawIn = rawIn;
        this.rawOut = rawOut;
        this.version = ServerVersion.of(server.version());
        this.in = rawIn;
        this.out = rawOut;
    }

    /** A session, or null when the client was turned away and knows why. */
    Opened perform() throws IOException {
        Prelogin.Encryption encryption;
        try {
            encryption = prelogin();
        } catch (PacketReader.TlsFirstException e) {
            rawOut.write(TLS_ALERT);
            throw e;
        }
        if (encryption == null) {
            // The client has been told what stands here, and leaves with an error of its own.
            packets().next();
            return null;
        }
        if (encryption != Prelogin.Encryption.NONE) {
            TlsTunnel tunnel = new TlsTunnel(settings.tls(), rawIn, rawOut);
            tunnel.handshake(packets(), answers(PacketType.PRELOGIN));
            in = tunnel.in();
            out = tunnel.out();
        }
        Login7 login = Login7.read(expect(PacketType.LOGIN7));
        if (encryption == Prelogin.Encryption.LOGIN_ONLY) {
            in = rawIn;
            out = rawOut;
        }
        return open(login);
    }

    private Prelogin.Encryption prelogin() throws IOException {
        Prelogin prelogin = new Prelogin(expect(PacketType.PRELOGIN));
        boolean can = settings.tls() != null;
        boolean insists = settings.encryptionForced();
        PacketWriter answers = answers(PacketType.ANSWER);
        answers.write(prelogin.answer(version, can, insists));
        answers.endMessage();
        return prelogin.agree(can, insists);
    }

    private Opened open(Login7 asked) throws IOException {
        PacketWriter answers = answers(PacketType.ANSWER);
        String database = asked.database().isEmpty() ? NO_DATABASE_ASKED_FOR : asked.database();
        Channel channel = new Channel(answers, connection, () -> false, server.serverName(), database);
        AnswerStream answer = AnswerStream.toBatch(channel);
        SqlSession session;
        try {
            session = server.open(login(asked, answers));
        } catch (SqlError e) {
            answer.refuse(e);
            answer.finish(true);
            return null;
        }
        try {
            return welcome(asked, session, answers, database);
        } catch (IOException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private Login login(Login7 asked, PacketWriter answers) throws IOException, SqlError {
        if (ServerVersion.isTooOld(asked.tdsVersion())) {
            throw NotModelled.here(
                    "versions of TDS before 7.2; the client asked for 0x" + Integer.toHexString(asked.tdsVersion()));
        }
        boolean encrypted = out != rawOut;
        return asked.integrated()
                ? asked.proved(provedAccount(asked, answers), encrypted)
                : asked.asSqlLogin(encrypted);
    }

    private String provedAccount(Login7 asked, PacketWriter answers) throws IOException, SqlError {
        if (settings.windows() == null) {
            throw untrusted();
        }
        NtlmAcceptor acceptor = new NtlmAcceptor(
                settings.windows().domain(),
                server.serverName().split("\\\\")[0],
                settings.windows().passwords(),
                settings.clock());
        byte[] challenge;
        try {
            challenge = acceptor.challenge(asked.sspi());
        } catch (ProtocolException e) {
            // Kerberos, for one: the lab knows NTLM alone.
            throw untrusted();
        }
        answers.write(Tokens.sspi(challenge));
        answers.endMessage();
        NtlmAcceptor.Outcome outcome = acceptor.authenticate(expect(PacketType.SSPI));
        if (!outcome.proved()) {
            throw new SqlError(18456, 14, 1, "Login failed for user '" + outcome.account() + "'.");
        }
        return outcome.account();
    }

    private static SqlError untrusted() {
        return new SqlError(
                18452,
                14,
                1,
                "Login failed. The login is from an untrusted domain and cannot be used with Windows authentication.");
    }

    private Opened welcome(Login7 asked, SqlSession session, PacketWriter answers, String database) throws IOException {
        int packetSize = asked.packetSize() == 0
                ? FIRST_PACKET_SIZE
                : Math.max(PacketWriter.SMALLEST, Math.min(PacketWriter.LARGEST, asked.packetSize()));
        String name = server.serverName();
        answers.spid(session.id());
        answers.write(Tokens.textChange(Tokens.CHANGE_DATABASE, database, NO_DATABASE_ASKED_FOR));
        answers.write(Tokens.message(Message.info(5701, "Changed database context to '" + database + "'."), name));
        answers.write(Tokens.binaryChange(Tokens.CHANGE_COLLATION, Collation.bytes(), new byte[0]));
        answers.write(Tokens.textChange(Tokens.CHANGE_LANGUAGE, LANGUAGE, ""));
        answers.write(Tokens.message(Message.info(5703, "Changed language setting to " + LANGUAGE + "."), name));
        answers.write(Tokens.loginAck(version.tds(asked.tdsVersion()), version));
        answers.write(Tokens.textChange(
                Tokens.CHANGE_PACKET_SIZE, Integer.toString(packetSize), Integer.toString(FIRST_PACKET_SIZE)));
        if (!session.failoverPartner().isEmpty()) {
            answers.write(Tokens.textChange(Tokens.CHANGE_PARTNER, session.failoverPartner(), ""));
        }
        answers.write(Tokens.done(Tokens.DONE, 0, Tokens.COMMAND_NONE, 0));
        answers.endMessage();
        PacketWriter resized = new PacketWriter(out, PacketType.ANSWER, packetSize);
        resized.spid(session.id());
        return new Opened(session, new PacketReader(in, MAX_KNOWN), resized, database);
    }

    private byte[] expect(int type) throws IOException {
        Request request = packets().next();
        if (request == null || request.type() != type) {
            throw new ProtocolException("Expected a message of type " + type + " and got "
                    + (request == null ? "the end" : "type " + request.type()));
        }
        return request.payload();
    }

    private PacketReader packets() {
        return new PacketReader(in, MAX_UNKNOWN);
    }

    private PacketWriter answers(int type) {
        return new PacketWriter(out, type, FIRST_PACKET_SIZE);
    }
}
