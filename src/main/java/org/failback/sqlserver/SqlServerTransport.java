package org.failback.sqlserver;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.failback.step.Answer;
import org.failback.step.Command;
import org.failback.step.Deadline;
import org.failback.step.Transport;

/** Sends T-SQL batches with the login that acts; nothing else uses that login. */
public final class SqlServerTransport implements Transport {
    private static final int LONGEST_ANSWER = 8_000;

    private final MssqlServers servers;

    public SqlServerTransport(MssqlServers servers) {
        this.servers = servers;
    }

    @Override
    public boolean carries(Command command) {
        return command instanceof Command.Tsql;
    }

    @Override
    public Answer send(String run, Command command, Deadline deadline) {
        Command.Tsql batch = (Command.Tsql) command;
        try (Connection connection = servers.act(batch.instance(), run, deadline.left())) {
            return new Answer(words(run(batch, connection, deadline)));
        } catch (SQLException closing) {
            throw Failures.broken(batch.instance(), what(batch), closing, ErrorTable.LOST_WHILE_ACTING);
        }
    }

    private List<ServerMessage> run(Command.Tsql batch, Connection connection, Deadline deadline) throws SQLException {
        Conversation conversation = Conversation.over(connection);
        boolean late = false;
        try (Statement statement = connection.createStatement();
                Watchdog.Watch watch = servers.watchdog().watch(connection, statement, deadline.left())) {
            try {
                conversation.run(statement, batch.text());
            } finally {
                late = watch.late();
            }
        } catch (SQLException e) {
            throw late
                    ? Failures.late(batch.instance(), what(batch), ErrorTable.LATE_WHILE_ACTING)
                    : Failures.broken(batch.instance(), what(batch), e, ErrorTable.LOST_WHILE_ACTING);
        }
        if (conversation.messages().stream().anyMatch(ServerMessage::isError)) {
            throw Failures.refused(batch.instance(), what(batch), conversation.messages(), null);
        }
        return conversation.messages();
    }

    private static String what(Command.Tsql batch) {
        return "\"" + batch.effect() + "\"";
    }

    private static String words(List<ServerMessage> messages) {
        String words = messages.stream().map(ServerMessage::toString).collect(Collectors.joining("\n"));
        return words.length() > LONGEST_ANSWER ? words.substring(0, LONGEST_ANSWER) + " …" : words;
    }
}
