package org.failback.lab.tds;

import java.net.ProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a session run what its client asks for, and sees to it that every request is answered. */
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final SqlSession session;
    private final Channel channel;
    private final PreparedStatements prepared = new PreparedStatements();
    private long lastTransaction;

    Requests(SqlSession session, Channel channel) {
        this.session = session;
        this.channel = channel;
    }

    /** Tells the client that its attention was heard. */
    void acknowledgeAttention() {
        channel.endMessage(Tokens.done(Tokens.DONE, Tokens.STATUS_ATTENTION, Tokens.COMMAND_NONE, 0));
    }

    /** @throws ProtocolException when the message is not what a client may send */
    void run(Request request) throws ProtocolException {
        if (request.type() == PacketType.RPC) {
            runProcedures(request);
            return;
        }
        AnswerStream answer = AnswerStream.toBatch(channel);
        resetIfAsked(request, answer);
        Work work = switch (request.type()) {
            case PacketType.BATCH -> () -> batch(request, answer);
            case PacketType.TRANSACTION_MANAGER -> () -> transaction(request, answer);
            case PacketType.BULK_LOAD ->
                () -> {
                    throw NotModelled.here("bulk load");
                };
            default -> throw new ProtocolException("A message of type " + request.type() + " in a session");
        };
        attempt(request, answer, work);
        answer.finish(true);
    }

    private void batch(Request request, AnswerStream answer) throws ProtocolException, SqlError {
        WireReader in = new WireReader(request.payload());
        Headers.skip(in);
        session.batch(in.rest(), answer);
    }

    private void transaction(Request request, AnswerStream answer) throws ProtocolException, SqlError {
        TransactionRequest asked = TransactionRequest.read(request.payload());
        session.batch(asked.sql(), answer);
        byte[] none = new byte[0];
        if (asked.change() == Tokens.CHANGE_TRANSACTION_BEGUN) {
            lastTransaction++;
            answer.change(asked.change(), descriptor(), none);
        } else if (asked.change() != 0) {
            answer.change(asked.change(), none, descriptor());
        }
    }

    private byte[] descriptor() {
        return new WireWriter().i64(lastTransaction).toByteArray();
    }

    private void runProcedures(Request request) throws ProtocolException {
        RpcReader calls = new RpcReader(request.payload());
        boolean first = true;
        boolean more = true;
        while (more) {
            RpcCall call;
            PreparedStatements.Plan plan;
            try {
                call = calls.next();
                plan = request.ignored() ? null : prepared.plan(call);
            } catch (SqlError e) {
                refuse(request, first, e);
                return;
            }
            more = calls.hasNext();
            AnswerStream answer = AnswerStream.toProcedure(channel, plan == null ? 0 : plan.ordinalShift());
            if (first) {
                resetIfAsked(request, answer);
            }
            attempt(request, answer, () -> procedure(plan, answer));
            answer.finish(!more);
            first = false;
        }
    }

    private void procedure(PreparedStatements.Plan plan, AnswerStream answer) throws SqlError {
        if (plan.handle() != null) {
            answer.ownOutput(0, "@handle", SqlType.INT, plan.handle());
        }
        if (plan.execute() != null) {
            session.procedure(plan.execute().name(), plan.execute().parameters(), answer);
        }
    }

    private void refuse(Request request, boolean first, SqlError error) {
        AnswerStream answer = AnswerStream.toProcedure(channel, 0);
        if (first) {
            resetIfAsked(request, answer);
        }
        answer.refuse(error);
        answer.finish(true);
    }

    private void resetIfAsked(Request request, AnswerStream answer) {
        if (request.resetsConnection()) {
            session.reset();
            prepared.clear();
            answer.change(Tokens.CHANGE_RESET, new byte[0], new byte[0]);
        }
    }

    private interface Work {
        void run() throws ProtocolException, SqlError;
    }

    private void attempt(Request request, AnswerStream answer, Work work) throws ProtocolException {
        if (request.ignored() || channel.attention() || channel.closed()) {
            return;
        }
        try {
            work.run();
        } catch (SqlError e) {
            answer.refuse(e);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("The lab failed in session {}", session.id(), e);
            answer.message(new Message(50000, 16, 1, "The lab failed within itself: " + e, "", 1));
        }
    }
}
