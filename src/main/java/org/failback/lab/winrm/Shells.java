package org.failback.lab.winrm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * The shells of an endpoint and the commands in them. A client may leave them behind, so they are bounded in number
 * ({@code MaxShellsPerUser}) and in the time for which nobody asks for them ({@code IdleTimeout}).
 */
final class Shells {
    private static final int MOST = 30;
    private static final int MOST_COMMANDS = 25;
    private static final Duration USUAL_IDLE_TIME_OUT = Duration.ofHours(2);

    private static final class Shell {
        private final String account;
        private final Map<String, String> environment;
        private final Duration idleTimeOut;
        private final Map<String, RunningCommand> commands = new ConcurrentHashMap<>();
        private volatile Instant lastUsed;

        Shell(String account, Map<String, String> environment, Duration idleTimeOut, Instant now) {
            this.account = key(account);
            this.environment = Map.copyOf(environment);
            this.idleTimeOut = idleTimeOut;
            this.lastUsed = now;
        }

        boolean isIdle(Instant now) {
            return lastUsed.plus(idleTimeOut).isBefore(now);
        }

        void end() {
            commands.values().forEach(command -> command.end(RunningCommand.End.TERMINATE));
        }
    }

    private final ShellHost host;
    private final ExecutorService workers;
    private final Clock clock;
    private final Map<String, Shell> open = new ConcurrentHashMap<>();

    Shells(ShellHost host, ExecutorService workers, Clock clock) {
        this.host = host;
        this.workers = workers;
        this.clock = clock;
    }

    synchronized String create(String account, Request request) throws WsManFault {
        sweep();
        long his = open.values().stream()
                .filter(shell -> shell.account.equals(key(account)))
                .count();
        if (his >= MOST) {
            throw WsManFault.tooManyShells(MOST);
        }
        Duration asked = request.idleTimeOut().orElse(USUAL_IDLE_TIME_OUT);
        Duration idle = asked.compareTo(USUAL_IDLE_TIME_OUT) > 0 ? USUAL_IDLE_TIME_OUT : asked;
        String id = id();
        open.put(id, new Shell(account, request.environment(), idle, clock.instant()));
        return id;
    }

    String command(String shellId, String account, String commandLine) throws WsManFault {
        Shell shell = shell(shellId, account);
        if (shell.commands.size() >= MOST_COMMANDS) {
            throw WsManFault.tooManyOperations();
        }
        String id = id();
        RunningCommand command = new RunningCommand();
        shell.commands.put(id, command);
        try {
            workers.execute(() -> command.run(host, account, commandLine, shell.environment));
        } catch (RejectedExecutionException busy) {
            shell.commands.remove(id);
            throw WsManFault.tooManyOperations();
        }
        return id;
    }

    RunningCommand command(String shellId, String account, Request request) throws WsManFault {
        RunningCommand command = shell(shellId, account).commands.get(request.commandId());
        if (command == null) {
            throw WsManFault.noSuchShell(request.commandId());
        }
        return command;
    }

    void delete(String shellId, String account) throws WsManFault {
        Shell shell = shell(shellId, account);
        open.remove(shellId);
        shell.end();
    }

    /** What a restart of the service leaves: nothing. */
    void closeAll() {
        Collection<Shell> all = open.values();
        all.forEach(Shell::end);
        all.clear();
    }

    int size() {
        sweep();
        return open.size();
    }

    private void sweep() {
        Instant now = clock.instant();
        open.values().removeIf(shell -> {
            boolean idle = shell.isIdle(now);
            if (idle) {
                shell.end();
            }
            return idle;
        });
    }

    /** Another account's shell does not exist for this one. */
    private Shell shell(String id, String account) throws WsManFault {
        sweep();
        Shell shell = open.get(id);
        if (shell == null || !shell.account.equals(key(account))) {
            throw WsManFault.noSuchShell(id);
        }
        shell.lastUsed = clock.instant();
        return shell;
    }

    /** Windows does not mind how an account is typed. */
    private static String key(String account) {
        return account.toLowerCase(Locale.ROOT);
    }

    private static String id() {
        return UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
    }
}
