package org.failback.lab.tds;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One answer as tokens. A session's call never fails for what happens on the wire: when the client has gone, has sent an
 * attention or was thrown out, the rest is not written, and the session learns of it by {@link SqlSession#cancel()}.
 */
final class AnswerStream implements Answer {
    private record Done(int status, int command, long count) {}

    private final Channel channel;
    private final boolean procedure;
    private final int ordinalShift;

    private final List<byte[]> outputs = new ArrayList<>();
    private List<Column> columns;
    private long rows;
    private Integer status;
    private boolean failed;
    /** The DONE of the last statement of a batch: whether another follows is known only when it does. */
    private Done pending;

    private AnswerStream(Channel channel, boolean procedure, int ordinalShift) {
        this.channel = channel;
        this.procedure = procedure;
        this.ordinalShift = ordinalShift;
    }

    static AnswerStream toBatch(Channel channel) {
        return new AnswerStream(channel, false, 0);
    }

    /** @param ordinalShift what to add to an output's ordinal to count as the client does */
    static AnswerStream toProcedure(Channel channel, int ordinalShift) {
        return new AnswerStream(channel, true, ordinalShift);
    }

    @Override
    public void columns(List<Column> newColumns) {
        endOpenRows();
        byte[] token = Tokens.columns(newColumns);
        columns = List.copyOf(newColumns);
        rows = 0;
        write(token);
    }

    @Override
    public void row(Object... values) {
        if (columns == null) {
            throw new IllegalStateException("A row without columns");
        }
        byte[] token = Tokens.row(columns, values);
        rows++;
        write(token);
    }

    @Override
    public void endOfRows(long count) {
        columns = null;
        done(Tokens.STATUS_COUNT, Tokens.COMMAND_SELECT, count);
    }

    @Override
    public void updated(long count) {
        endOpenRows();
        if (count < 0) {
            done(0, Tokens.COMMAND_NONE, 0);
        } else {
            done(Tokens.STATUS_COUNT, Tokens.COMMAND_UPDATE, count);
        }
    }

    @Override
    public void message(Message message) {
        write(Tokens.message(message, channel.serverName()));
        failed |= message.isError();
        if (message.isFatal()) {
            int fatal = Tokens.STATUS_ERROR | Tokens.STATUS_FATAL;
            channel.endMessage(Tokens.done(finalToken(), fatal, Tokens.COMMAND_NONE, 0));
            channel.end();
        } else {
            channel.flush();
        }
    }

    @Override
    public void database(String name) {
        write(Tokens.textChange(Tokens.CHANGE_DATABASE, name, channel.changeDatabase(name)));
        message(Message.info(5701, "Changed database context to '" + name + "'."));
    }

    @Override
    public void output(int ordinal, String name, SqlType type, Object value) {
        ownOutput(ordinal + ordinalShift, name, type, value);
    }

    /** An output parameter counted as the client does. */
    void ownOutput(int ordinal, String name, SqlType type, Object value) {
        int scale = value instanceof BigDecimal number ? Math.max(0, number.scale()) : 0;
        Column column = type == SqlType.NUMERIC ? new Column(name, type, 0, scale) : Column.of(name, type);
        outputs.add(Tokens.returnValue(ordinal, column, value));
    }

    @Override
    public void returnStatus(int newStatus) {
        status = newStatus;
    }

    @Override
    public void dropConnection() {
        channel.drop();
    }

    /** A chain of errors ends the request. */
    void refuse(SqlError error) {
        error.chain().forEach(this::message);
    }

    /** A change of the connection's state, other than the database. */
    void change(int what, byte[] now, byte[] before) {
        write(Tokens.binaryChange(what, now, before));
    }

    /** Ends this answer; {@code last} when no other follows in the same message. */
    void finish(boolean last) {
        endOpenRows();
        byte[] end = procedure ? endOfProcedure(last) : endOfBatch();
        if (!last) {
            write(end);
        } else if (channel.attention()) {
            // The acknowledgement of the attention follows as a message of its own; drivers hang without that.
            channel.endMessage(Tokens.done(finalToken(), Tokens.STATUS_ERROR, Tokens.COMMAND_NONE, 0));
        } else {
            channel.endMessage(end);
        }
    }

    private byte[] endOfBatch() {
        Done done = pending == null ? new Done(errorBit(), Tokens.COMMAND_NONE, 0) : pending;
        pending = null;
        return Tokens.done(Tokens.DONE, done.status, done.command, done.count);
    }

    private byte[] endOfProcedure(boolean last) {
        if (status != null || !failed) {
            write(Tokens.returnStatus(status == null ? 0 : status));
        }
        outputs.forEach(this::write);
        int more = last ? 0 : Tokens.STATUS_MORE;
        return Tokens.done(Tokens.DONE_PROCEDURE, more | errorBit(), Tokens.COMMAND_EXECUTE, 0);
    }

    private void endOpenRows() {
        if (columns != null) {
            endOfRows(rows);
        }
    }

    private void done(int doneStatus, int command, long count) {
        int withError = doneStatus | errorBit();
        failed = false;
        if (procedure) {
            write(Tokens.done(Tokens.DONE_IN_PROCEDURE, withError | Tokens.STATUS_MORE, command, count));
        } else {
            writePending();
            pending = new Done(withError, command, count);
        }
    }

    private void write(byte[] token) {
        writePending();
        channel.write(token);
    }

    private void writePending() {
        if (pending != null) {
            Done done = pending;
            pending = null;
            channel.write(Tokens.done(Tokens.DONE, done.status | Tokens.STATUS_MORE, done.command, done.count));
        }
    }

    private int errorBit() {
        return failed ? Tokens.STATUS_ERROR : 0;
    }

    private int finalToken() {
        return procedure ? Tokens.DONE_PROCEDURE : Tokens.DONE;
    }
}
