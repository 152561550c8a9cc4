package org.failback.sqlserver;

import com.microsoft.sqlserver.jdbc.ISQLServerConnection;
import com.microsoft.sqlserver.jdbc.ISQLServerMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs one batch to its end and hears everything that the server says, in order. */
final class Conversation {
    /** No batch of ours has as many statements; a driver that never ends must not hold the caller. */
    private static final int MOST_RESULTS = 10_000;

    private final List<ServerMessage> messages = Collections.synchronizedList(new ArrayList<>());
    private final Connection connection;

    private Conversation(Connection connection) {
        this.connection = connection;
    }

    static Conversation over(Connection connection) throws SQLException {
        Conversation conversation = new Conversation(connection);
        connection.unwrap(ISQLServerConnection.class).setServerMessageHandler(conversation::hear);
        return conversation;
    }

    /** The messages heard so far; complete once {@link #run} has returned. */
    List<ServerMessage> messages() {
        return List.copyOf(messages);
    }

    /**
     * Runs the batch. Errors of its statements are among the messages.
     *
     * @throws SQLException when the answer did not come to its end, so that nobody knows what happened
     */
    void run(Statement statement, String batch) throws SQLException {
        boolean rows = false;
        boolean more = true;
        try {
            rows = statement.execute(batch);
        } catch (SQLException e) {
            throwUnlessSaid(e);
        }
        for (int i = 0; more && i < MOST_RESULTS; i++) {
            try {
                more = rows || statement.getUpdateCount() != -1;
                if (more) {
                    rows = statement.getMoreResults();
                }
            } catch (SQLException e) {
                throwUnlessSaid(e);
                rows = true;
            }
        }
    }

    private ISQLServerMessage hear(ISQLServerMessage message) {
        messages.add(new ServerMessage(
                message.getErrorNumber(), message.getErrorSeverity(), String.valueOf(message.getErrorMessage())));
        return message;
    }

    /** An error that the server said is a message like others; anything else breaks the conversation. */
    private void throwUnlessSaid(SQLException e) throws SQLException {
        boolean said = messages.stream().anyMatch(message -> message.isError() && message.number() == e.getErrorCode());
        if (!said || connection.isClosed()) {
            throw e;
        }
    }
}
