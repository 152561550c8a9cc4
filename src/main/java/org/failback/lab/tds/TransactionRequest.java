package org.failback.lab.tds;

import java.net.ProtocolException;

/**
 * A transaction manager request (MS-TDS 2.2.6.9) as the batch that does the same.
 *
 * @param change the ENVCHANGE that tells of it; 0 for none
 */
record TransactionRequest(String sql, int change) {
    private static final int BEGIN = 5;
    private static final int COMMIT = 7;
    private static final int ROLLBACK = 8;
    private static final int SAVE = 9;
    private static final int ANOTHER_BEGINS = 0x01;

    static TransactionRequest read(byte[] message) throws ProtocolException, SqlError {
        WireReader in = new WireReader(message);
        Headers.skip(in);
        int kind = in.u16();
        return switch (kind) {
            case BEGIN -> {
                String isolation = isolation(in.u8());
                yield new TransactionRequest(
                        isolation + "BEGIN TRANSACTION" + name(in), Tokens.CHANGE_TRANSACTION_BEGUN);
            }
            case COMMIT -> end(in, "COMMIT TRANSACTION", Tokens.CHANGE_TRANSACTION_COMMITTED);
            case ROLLBACK -> end(in, "ROLLBACK TRANSACTION", Tokens.CHANGE_TRANSACTION_ROLLED_BACK);
            case SAVE -> new TransactionRequest("SAVE TRANSACTION" + name(in), 0);
            default -> throw NotModelled.here("distributed transactions (transaction manager request " + kind + ")");
        };
    }

    private static TransactionRequest end(WireReader in, String sql, int change) throws ProtocolException, SqlError {
        String named = sql + name(in);
        if (in.remaining() > 0 && (in.u8() & ANOTHER_BEGINS) != 0) {
            throw NotModelled.here("ending a transaction and beginning the next in one request");
        }
        return new TransactionRequest(named, change);
    }

    private static String isolation(int level) throws ProtocolException {
        return switch (level) {
            case 0 -> "";
            case 1 -> "SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED ";
            case 2 -> "SET TRANSACTION ISOLATION LEVEL READ COMMITTED ";
            case 3 -> "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ ";
            case 4 -> "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE ";
            case 5 -> "SET TRANSACTION ISOLATION LEVEL SNAPSHOT ";
            default -> throw new ProtocolException("No isolation level is " + level);
        };
    }

    /** Quoted, since it comes from outside. The length counts bytes. */
    private static String name(WireReader in) throws ProtocolException {
        String name = in.utf16(in.u8() / 2);
        return name.isEmpty() ? "" : " [" + name.replace("]", "]]") + "]";
    }
}
