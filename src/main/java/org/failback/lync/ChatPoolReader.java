package org.failback.lync;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.failback.estate.ChatServer;
import org.failback.estate.Estate;
import org.failback.step.Deadline;
import org.failback.step.RemoteFailure;

/** Reads the pool; changes nothing. Each read is one script run with the budget as its deadline. */
public final class ChatPoolReader {
    private final ManagementShell shell;
    private final Estate estate;
    private final Inputs inputs;
    private final ExecutorService executor;
    private final Duration budget;
    private final Clock clock;

    /**
     * Sends nothing yet.
     *
     * @param executor asks several chat servers at once, since importing the module takes each some 20 s
     * @param budget for one read; 90 s by default
     */
    public ChatPoolReader(
            ManagementShell shell, Estate estate, ExecutorService executor, Duration budget, Clock clock) {
        this.shell = shell;
        this.estate = estate;
        this.inputs = new Inputs(estate);
        this.executor = executor;
        this.budget = budget;
        this.clock = clock;
    }

    /** What the Central Management store says; that it answers proves the hop from the management server to it. */
    public ChatPool pool() {
        return pool(Deadline.in(budget, clock));
    }

    public ChatPool pool(Deadline deadline) {
        return Answers.pool(
                shell.ask(estate.managementServer(), host(), Operation.READ_POOL, inputs.ofPool(), deadline), "pool");
    }

    /** Whether these servers hold what the Central Management store holds. */
    public Replication replication(Collection<String> servers) {
        return replication(servers, Deadline.in(budget, clock));
    }

    public Replication replication(Collection<String> servers, Deadline deadline) {
        Map<String, Object> input = inputs.ofPool();
        input.put("servers", List.copyOf(servers));
        return Answers.replication(
                shell.ask(estate.managementServer(), host(), Operation.READ_REPLICATION, input, deadline));
    }

    /** What one chat server believes, asked at its own endpoint. */
    public LocalServer server(ChatServer server) {
        return server(server, Deadline.in(budget, clock));
    }

    public LocalServer server(ChatServer server, Deadline deadline) {
        return Answers.server(
                server.fqdn(),
                shell.ask(
                        server.endpoint(),
                        server.fqdn(),
                        Operation.READ_SERVER,
                        inputs.ofServer(server.fqdn()),
                        deadline),
                "local");
    }

    /**
     * Asks all these servers at once, under one deadline.
     *
     * @throws RemoteFailure the first, where one or more did not answer
     */
    public List<LocalServer> servers(List<ChatServer> servers) {
        Deadline deadline = Deadline.in(budget, clock);
        List<Future<LocalServer>> asked = servers.stream()
                .map(server -> executor.submit(() -> server(server, deadline)))
                .toList();
        try {
            List<LocalServer> answers = new ArrayList<>();
            for (Future<LocalServer> answer : asked) {
                answers.add(answerOf(answer));
            }
            return answers;
        } finally {
            asked.forEach(answer -> answer.cancel(true));
        }
    }

    /**
     * Asks the management server and all these servers at once, under one deadline. A chat server that does not answer
     * is told with its words.
     *
     * @throws RemoteFailure where the management server does not answer
     */
    Survey survey(List<ChatServer> servers) {
        Deadline deadline = Deadline.in(budget, clock);
        List<String> names = servers.stream().map(ChatServer::fqdn).toList();
        List<Future<?>> all = new ArrayList<>();
        try {
            Future<ChatPool> pool = executor.submit(() -> pool(deadline));
            all.add(pool);
            Future<Replication> replication = executor.submit(() -> replication(names, deadline));
            all.add(replication);
            List<Future<Survey.Asked>> asked = servers.stream()
                    .map(server -> executor.submit(() -> asked(server, deadline)))
                    .toList();
            all.addAll(asked);
            return new Survey(
                    answerOf(pool),
                    answerOf(replication),
                    asked.stream().map(ChatPoolReader::answerOf).toList());
        } finally {
            all.forEach(answer -> answer.cancel(true));
        }
    }

    private Survey.Asked asked(ChatServer server, Deadline deadline) {
        try {
            return new Survey.Asked(server, Optional.of(server(server, deadline)), "");
        } catch (RemoteFailure silent) {
            return new Survey.Asked(server, Optional.empty(), silent.getMessage());
        }
    }

    private static <T> T answerOf(Future<T> asked) {
        try {
            return asked.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RemoteFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while asking the chat servers", stopped);
        }
    }

    private String host() {
        return estate.managementServer().host();
    }
}
