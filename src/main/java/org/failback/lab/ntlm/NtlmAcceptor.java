package org.failback.lab.ntlm;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One NTLMv2 handshake as a server sees it (MS-NLMP 3.2.5 and 3.3.2): first {@link #challenge}, then
 * {@link #authenticate}. Takes the bare NTLMSSP messages; LMv2 is taken
 * where a client sends no NTLMv2; NTLMv1, anonymous logins and SPNEGO wrapping are refused.
 */
public final class NtlmAcceptor {
    /** Whom the client says it is, and whether the password bore that out. */
    public record Outcome(String account, boolean proved) {}

    private static final Charset UTF16 = StandardCharsets.UTF_16LE;

    private static final int UNICODE = 0x1;
    private static final int OEM = 0x2;
    private static final int REQUEST_TARGET = 0x4;
    private static final int NTLM = 0x200;
    private static final int ALWAYS_SIGN = 0x8000;
    private static final int TARGET_TYPE_DOMAIN = 0x10000;
    private static final int EXTENDED_SESSION_SECURITY = 0x80000;
    private static final int TARGET_INFO = 0x800000;
    private static final int VERSION = 0x2000000;
    private static final int KEY_EXCHANGE = 0x40000000;
    /** What is granted when asked for; the rest of the flags the server sets by itself. */
    private static final int ON_REQUEST = 0x10 | 0x20 | ALWAYS_SIGN | 0x20000000 | KEY_EXCHANGE | 0x80000000;

    private static final int AV_END = 0;
    private static final int AV_COMPUTER = 1;
    private static final int AV_DOMAIN = 2;
    private static final int AV_DNS_COMPUTER = 3;
    private static final int AV_DNS_DOMAIN = 4;
    private static final int AV_FLAGS = 6;
    private static final int AV_TIMESTAMP = 7;

    private static final int NEGOTIATE_HEADER = 16;
    private static final int CHALLENGE_PAYLOAD = 56;
    private static final int AUTHENTICATE_HEADER = 64;
    private static final int MIC_AT = 72;
    private static final int MIC_LENGTH = 16;
    private static final int PROOF_LENGTH = 16;
    /** Where the AV pairs start in the client's challenge that follows the proof. */
    private static final int BLOB_AV_PAIRS = 28;
    /** From 1601 to 1970, in seconds. */
    private static final long FILETIME_EPOCH = 11_644_473_600L;

    private final String domain;
    private final String computer;
    private final Function<String, Optional<String>> passwords;
    private final Clock clock;
    private final byte[] nonce = new byte[8];
    private byte[] negotiateMessage;
    private byte[] challengeMessage;

    /**
     * @param domain NetBIOS name of the domain, for example {@code LAB}
     * @param computer NetBIOS name of this server
     * @param passwords from {@code DOMAIN\name}, as the client writes it, to the clear password
     * @param clock what time the challenge tells; a client answers with an integrity code because it is told
     */
    public NtlmAcceptor(String domain, String computer, Function<String, Optional<String>> passwords, Clock clock) {
        this.domain = domain;
        this.computer = computer;
        this.passwords = passwords;
        this.clock = clock;
        new SecureRandom().nextBytes(nonce);
    }

    /** Answers the NEGOTIATE message with the CHALLENGE message. */
    public byte[] challenge(byte[] negotiate) throws ProtocolException {
        int asked = new NtlmMessage(negotiate, 1, NEGOTIATE_HEADER).number(12);
        if ((asked & (UNICODE | OEM)) == 0) {
            throw new ProtocolException("The NTLM client offers no character set");
        }
        // Some clients offer Unicode only once they have seen the challenge: requests-ntlm is one.
        int charset = (asked & UNICODE) != 0 ? UNICODE : OEM;
        byte[] target = domain.getBytes(charsetOf(charset));
        byte[] info = targetInfo();
        ByteBuffer out = ByteBuffer.allocate(CHALLENGE_PAYLOAD + target.length + info.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put(NtlmMessage.SIGNATURE).putInt(2);
        field(out, target.length, CHALLENGE_PAYLOAD);
        out.putInt(charset
                | REQUEST_TARGET
                | NTLM
                | TARGET_TYPE_DOMAIN
                | EXTENDED_SESSION_SECURITY
                | TARGET_INFO
                | VERSION
                | asked & ON_REQUEST);
        out.put(nonce).putLong(0);
        field(out, info.length, CHALLENGE_PAYLOAD + target.length);
        // Windows Server 2008 R2, NTLM revision 15.
        out.put(new byte[] {6, 1, (byte) 0xB1, 0x1D, 0, 0, 0, 15});
        out.put(target).put(info);
        negotiateMessage = negotiate.clone();
        challengeMessage = out.array().clone();
        return out.array();
    }

    /** Judges the AUTHENTICATE message. */
    public Outcome authenticate(byte[] authenticate) throws ProtocolException {
        if (challengeMessage == null) {
            throw new ProtocolException("NTLM AUTHENTICATE came before NEGOTIATE");
        }
        NtlmMessage message = new NtlmMessage(authenticate, 3, AUTHENTICATE_HEADER);
        Charset charset = charsetOf(message.number(60));
        String userDomain = new String(message.field(28), charset);
        String user = new String(message.field(36), charset);
        String account = userDomain.isEmpty() ? user : userDomain + "\\" + user;
        Optional<String> password = passwords.apply(account);
        boolean proved =
                password.isPresent() && proved(message, NtlmCrypto.passwordKey(password.get(), user, userDomain));
        return new Outcome(account, proved);
    }

    private boolean proved(NtlmMessage message, byte[] key) throws ProtocolException {
        byte[] response = message.field(20);
        if (response.length < PROOF_LENGTH + BLOB_AV_PAIRS) {
            return provedByLmV2(message.field(12), key);
        }
        byte[] proof = Arrays.copyOf(response, PROOF_LENGTH);
        byte[] blob = Arrays.copyOfRange(response, PROOF_LENGTH, response.length);
        return MessageDigest.isEqual(proof, NtlmCrypto.hmac(key, nonce, blob))
                && (!carriesIntegrityCode(blob) || isWhole(message, key, proof));
    }

    /** LMv2, the fallback of clients whose NTLMv2 response is malformed; tedious is one. */
    private boolean provedByLmV2(byte[] response, byte[] key) {
        if (response.length != PROOF_LENGTH + nonce.length) {
            return false;
        }
        byte[] proof = Arrays.copyOf(response, PROOF_LENGTH);
        byte[] clientNonce = Arrays.copyOfRange(response, PROOF_LENGTH, response.length);
        return MessageDigest.isEqual(proof, NtlmCrypto.hmac(key, nonce, clientNonce));
    }

    private boolean isWhole(NtlmMessage message, byte[] key, byte[] proof) throws ProtocolException {
        byte[] bytes = message.bytes();
        if (bytes.length < MIC_AT + MIC_LENGTH) {
            throw new ProtocolException("NTLM AUTHENTICATE announces an integrity code and is too short for one");
        }
        byte[] sessionKey = NtlmCrypto.hmac(key, proof);
        byte[] wrappedKey = message.field(52);
        if ((message.number(60) & KEY_EXCHANGE) != 0 && wrappedKey.length == sessionKey.length) {
            sessionKey = NtlmCrypto.rc4(sessionKey, wrappedKey);
        }
        byte[] blank = bytes.clone();
        Arrays.fill(blank, MIC_AT, MIC_AT + MIC_LENGTH, (byte) 0);
        byte[] sent = Arrays.copyOfRange(bytes, MIC_AT, MIC_AT + MIC_LENGTH);
        return MessageDigest.isEqual(sent, NtlmCrypto.hmac(sessionKey, negotiateMessage, challengeMessage, blank));
    }

    private static boolean carriesIntegrityCode(byte[] blob) {
        ByteBuffer pairs = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN).position(BLOB_AV_PAIRS);
        while (pairs.remaining() >= 4) {
            int id = pairs.getShort();
            int length = pairs.getShort() & 0xFFFF;
            if (id == AV_END || length > pairs.remaining()) {
                return false;
            }
            if (id == AV_FLAGS && length == 4) {
                return (pairs.getInt() & 0x2) != 0;
            }
            pairs.position(pairs.position() + length);
        }
        return false;
    }

    /** Names in a message; what follows its target information is always Unicode (MS-NLMP 2.2.2.1). */
    private static Charset charsetOf(int flags) {
        return (flags & UNICODE) != 0 ? UTF16 : StandardCharsets.US_ASCII;
    }

    private byte[] targetInfo() {
        ByteBuffer out = ByteBuffer.allocate(512 + 8 * (domain.length() + computer.length()))
                .order(ByteOrder.LITTLE_ENDIAN);
        pair(out, AV_DOMAIN, domain.getBytes(UTF16));
        pair(out, AV_COMPUTER, computer.getBytes(UTF16));
        pair(out, AV_DNS_DOMAIN, domain.toLowerCase(Locale.ROOT).getBytes(UTF16));
        pair(out, AV_DNS_COMPUTER, computer.toLowerCase(Locale.ROOT).getBytes(UTF16));
        long ticks = (clock.instant().getEpochSecond() + FILETIME_EPOCH) * 10_000_000L;
        out.putShort((short) AV_TIMESTAMP).putShort((short) 8).putLong(ticks);
        pair(out, AV_END, new byte[0]);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void pair(ByteBuffer out, int id, byte[] value) {
        out.putShort((short) id).putShort((short) value.length).put(value);
    }

    private static void field(ByteBuffer out, int length, int offset) {
        out.putShort((short) length).putShort((short) length).putInt(offset);
    }
}
