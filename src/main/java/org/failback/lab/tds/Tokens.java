package org.failback.lab.tds;

import java.util.List;

/** The tokens of a server's answer (MS-TDS 2.2.7). */
final class Tokens {
    static final int DONE = 0xFD;
    static final int DONE_PROCEDURE = 0xFE;
    static final int DONE_IN_PROCEDURE = 0xFF;

    static final int STATUS_MORE = 0x001;
    static final int STATUS_ERROR = 0x002;
    static final int STATUS_COUNT = 0x010;
    static final int STATUS_ATTENTION = 0x020;
    static final int STATUS_FATAL = 0x100;

    static final int COMMAND_NONE = 0;
    static final int COMMAND_SELECT = 0xC1;
    /** Drivers tell an update count only where the command is a change of rows. */
    static final int COMMAND_UPDATE = 0xC5;

    static final int COMMAND_EXECUTE = 0xE0;

    static final int CHANGE_DATABASE = 1;
    static final int CHANGE_LANGUAGE = 2;
    static final int CHANGE_PACKET_SIZE = 4;
    static final int CHANGE_COLLATION = 7;
    static final int CHANGE_TRANSACTION_BEGUN = 8;
    static final int CHANGE_TRANSACTION_COMMITTED = 9;
    static final int CHANGE_TRANSACTION_ROLLED_BACK = 10;
    static final int CHANGE_PARTNER = 13;
    static final int CHANGE_RESET = 18;

    private static final int COLUMNS = 0x81;
    private static final int ERROR = 0xAA;
    private static final int INFO = 0xAB;
    private static final int RETURN_STATUS = 0x79;
    private static final int RETURN_VALUE = 0xAC;
    private static final int LOGIN_ACK = 0xAD;
    private static final int ROW = 0xD1;
    private static final int ENVIRONMENT_CHANGE = 0xE3;
    private static final int SSPI = 0xED;
    private static final int NULLABLE = 0x0001;
    private static final int OUTPUT_PARAMETER = 0x01;
    private static final int SQL_INTERFACE = 1;
    /** So that the token's own length, two bytes, holds the longest message. */
    private static final int MAX_TEXT = 30_000;

    private Tokens() {}

    static byte[] message(Message message, String serverName) {
        WireWriter body = new WireWriter()
                .i32(message.number())
                .u8(message.state())
                .u8(message.severity())
                .longText(message.text(), MAX_TEXT)
                .shortText(serverName)
                .shortText(message.procedure())
                .i32(message.line());
        return new WireWriter().token(message.isError() ? ERROR : INFO, body).toByteArray();
    }

    static byte[] done(int token, int status, int command, long count) {
        return new WireWriter().u8(token).u16(status).u16(command).i64(count).toByteArray();
    }

    static byte[] textChange(int what, String now, String before) {
        return change(new WireWriter().u8(what).shortText(now).shortText(before));
    }

    static byte[] binaryChange(int what, byte[] now, byte[] before) {
        return change(new WireWriter()
                .u8(what)
                .u8(now.length)
                .bytes(now)
                .u8(before.length)
                .bytes(before));
    }

    private static byte[] change(WireWriter body) {
        return new WireWriter().token(ENVIRONMENT_CHANGE, body).toByteArray();
    }

    static byte[] loginAck(int tdsVersion, ServerVersion version) {
        WireWriter body = new WireWriter()
                .u8(SQL_INTERFACE)
                // The one field of the protocol that is big-endian.
                .i32(Integer.reverseBytes(tdsVersion))
                .shortText("Microsoft SQL Server")
                .bytes(version.bytes());
        return new WireWriter().token(LOGIN_ACK, body).toByteArray();
    }

    static byte[] sspi(byte[] blob) {
        return new WireWriter().token(SSPI, new WireWriter().bytes(blob)).toByteArray();
    }

    static byte[] columns(List<Column> columns) {
        WireWriter out = new WireWriter().u8(COLUMNS).u16(columns.size());
        for (Column column : columns) {
            out.i32(0).u16(NULLABLE);
            TypeWriter.type(out, column);
            out.shortText(column.name());
        }
        return out.toByteArray();
    }

    /** @throws IllegalArgumentException when the values are not what the columns say */
    static byte[] row(List<Column> columns, Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(
                    "A row of " + values.length + " values for " + columns.size() + " columns");
        }
        WireWriter out = new WireWriter().u8(ROW);
        for (int i = 0; i < values.length; i++) {
            TypeWriter.value(out, columns.get(i), values[i]);
        }
        return out.toByteArray();
    }

    static byte[] returnStatus(int status) {
        return new WireWriter().u8(RETURN_STATUS).i32(status).toByteArray();
    }

    static byte[] returnValue(int ordinal, Column column, Object value) {
        WireWriter out = new WireWriter()
                .u8(RETURN_VALUE)
                .u16(ordinal)
                .shortText(column.name())
                .u8(OUTPUT_PARAMETER)
                .i32(0)
                .u16(NULLABLE);
        TypeWriter.type(out, column);
        TypeWriter.value(out, column, value);
        return out.toByteArray();
    }
}
