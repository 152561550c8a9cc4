package org.failback.lab.winrm;

import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/** The shells of an endpoint and the commands in them; bounded, since a client may leave them behind. */
final class Shells {
    private static final int MOST = 30;

    /** A shell; Windows runs one command in it at a time, and so does the lab. */
    private record Shell(String account, Map<String, String> environment, Map<String, RunningCommand> commands) {}

    private final ShellHost host;
    private final ExecutorService workers;
    private final Map<String, Shell> open = new ConcurrentHashMap<>();

    Shells(ShellHost host, ExecutorService workers) {
        this.host = host;
        this.workers = workers;
    }

    synchronized String create(String account, Map<String, String> environment) throws WsManFault {
        if (open.size() >= MOST) {
            throw WsManFault.tooManyShells(MOST);
        }
        String id = id();
        open.put(id, new Shell(account, Map.copyOf(environment), new ConcurrentHashMap<>()));
        return id;
    }

    String command(String shellId, String account, String commandLine) throws WsManFault {
        Shell shell = shell(shellId, account);
        String id = id();
        RunningCommand command = new RunningCommand();
        shell.commands().put(id, command);
        try {
            workers.execute(() -> command.run(host, account, commandLine, shell.environment()));
        } catch (RejectedExecutionException busy) {
            shell.commands().remove(id);
            throw WsManFault.tooManyShells(MOST);
        }
        return id;
    }

    RunningCommand command(String shellId, String account, Request request) throws WsManFault {
        RunningCommand command = shell(shellId, account).commands().get(request.commandId());
        if (command == null) {
            throw WsManFault.noSuchShell(request.commandId());
        }
        return command;
    }

    void delete(String shellId, String account) throws WsManFault {
        shell(shellId, account).commands().values().forEach(RunningCommand::terminate);
        open.remove(shellId);
    }

    void closeAll() {
        open.values().forEach(shell -> shell.commands().values().forEach(RunningCommand::terminate));
        open.clear();
    }

    int size() {
        return open.size();
    }

    /** Another account's shell does not exist for this one. */
    private Shell shell(String id, String account) throws WsManFault {
        Shell shell = open.get(id);
        if (shell == null || !shell.account().equals(account)) {
            throw WsManFault.noSuchShell(id);
        }
        return shell;
    }

    private static String id() {
        return UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
    }
}
