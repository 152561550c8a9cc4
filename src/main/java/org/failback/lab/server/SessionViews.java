package org.failback.lab.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Views of who is connected and what is running. Without VIEW SERVER STATE a login sees only itself. */
final class SessionViews {
    private SessionViews() {}

    static void addTo(Map<String, Catalog.Source> views) {
        View<ServerSession> sessions = sessions();
        views.put("sys.dm_exec_sessions", (session, database) -> sessions.of(visible(session)));
        View<ServerSession> requests = requests();
        views.put("sys.dm_exec_requests", (session, database) -> requests.of(running(session)));
        View<ServerSession> connections = connections();
        views.put("sys.dm_exec_connections", (session, database) -> {
            ServerViews.requireState(session);
            return connections.of(visible(session));
        });
        View<ServerSession> processes = processes();
        views.put("sys.sysprocesses", (session, database) -> processes.of(visible(session)));
    }

    static Collection<ServerSession> visible(ServerSession session) {
        return session.login().may(ServerLogin.Permission.VIEW_SERVER_STATE)
                ? session.instance().sessions()
                : List.of(session);
    }

    private static List<ServerSession> running(ServerSession session) {
        return visible(session).stream().filter(one -> one.request() != null).toList();
    }

    private static SqlEstate estate(ServerSession session) {
        return session.instance().estate();
    }

    private static View<ServerSession> sessions() {
        return new View<ServerSession>()
                .small("session_id", ServerSession::id)
                .time("login_time", session -> estate(session).local(session.loginTime()))
                .text("host_name", ServerSession::host)
                .text("program_name", ServerSession::program)
                .integer("host_process_id", session -> 4000 + session.id())
                .text("client_interface_name", session -> ".Net SqlClient Data Provider")
                .binary("security_id", 85, session -> session.login().sid().bytes())
                .text("login_name", session -> session.login().name())
                .text("status", session -> session.request() == null ? "sleeping" : "running")
                .integer("cpu_time", session -> 0)
                .integer("memory_usage", session -> 2)
                .time("last_request_start_time", session -> estate(session).local(session.lastBatch()))
                .time("last_request_end_time", session -> estate(session).local(session.lastBatch()))
                .big("reads", session -> 0L)
                .big("writes", session -> 0L)
                .bit("is_user_process", session -> true)
                .text("language", session -> "us_english")
                .small("transaction_isolation_level", session -> 2)
                .integer("lock_timeout", session -> session.scope().lockTimeout())
                .text("original_login_name", session -> session.login().name());
    }

    private static View<ServerSession> requests() {
        return new View<ServerSession>()
                .small("session_id", ServerSession::id)
                .integer("request_id", session -> 0)
                .time(
                        "start_time",
                        session -> estate(session).local(session.request().started()))
                .text("status", session -> "running")
                .text("command", session -> session.request().command())
                .binary("sql_handle", 64, SessionViews::handle)
                .integer("statement_start_offset", session -> 0)
                .integer("statement_end_offset", session -> -1)
                .small("database_id", SessionViews::databaseId)
                .integer("user_id", session -> 1)
                .guid("connection_id", ServerSession::connectionId)
                .small("blocking_session_id", session -> 0)
                .text("wait_type", session -> null)
                .integer("wait_time", session -> 0)
                .text("last_wait_type", session -> "MISCELLANEOUS")
                .integer("open_transaction_count", session -> session.scope().transactionCount())
                .real("percent_complete", session -> session.request().percent())
                .big("estimated_completion_time", session -> session.request().remainingMillis())
                .integer("cpu_time", session -> 0)
                .integer("total_elapsed_time", session -> (int) Duration.between(
                                session.request().started(), estate(session).instant())
                        .toMillis());
    }

    /** The handle of what the session runs or ran last; {@code sys.dm_exec_sql_text} turns it back into text. */
    static byte[] handle(ServerSession session) {
        return ByteBuffer.allocate(6)
                .putShort((short) 0x0200)
                .putInt(session.id())
                .array();
    }

    private static int databaseId(ServerSession session) {
        Database database = session.database();
        return database == null ? 1 : database.id();
    }

    private static View<ServerSession> connections() {
        return new View<ServerSession>()
                .integer("session_id", ServerSession::id)
                .time("connect_time", session -> estate(session).local(session.loginTime()))
                .text("net_transport", session -> "TCP")
                .text("protocol_type", session -> "TSQL")
                .text("encrypt_option", session -> session.isEncrypted() ? "TRUE" : "FALSE")
                .text("auth_scheme", session -> session.login().type().equals("S") ? "SQL" : "NTLM")
                .text("client_net_address", session -> "127.0.0.1")
                .guid("connection_id", ServerSession::connectionId)
                .binary("most_recent_sql_handle", 64, SessionViews::handle);
    }

    private static View<ServerSession> processes() {
        return new View<ServerSession>()
                .small("spid", ServerSession::id)
                .small("kpid", session -> 0)
                .small("blocked", session -> 0)
                .big("waittime", session -> 0L)
                .text("lastwaittype", session -> "MISCELLANEOUS")
                .text("waitresource", session -> "")
                .small("dbid", SessionViews::databaseId)
                .small("uid", session -> 1)
                .integer("cpu", session -> 0)
                .big("physical_io", session -> 0L)
                .integer("memusage", session -> 2)
                .time("login_time", session -> estate(session).local(session.loginTime()))
                .time("last_batch", session -> estate(session).local(session.lastBatch()))
                .small("ecid", session -> 0)
                .small("open_tran", session -> session.scope().transactionCount())
                .text("status", session -> session.request() == null ? "sleeping" : "runnable")
                .binary("sid", 86, session -> session.login().sid().bytes())
                .text("hostname", ServerSession::host)
                .text("program_name", ServerSession::program)
                .text("hostprocess", session -> String.valueOf(4000 + session.id()))
                .text(
                        "cmd",
                        session -> session.request() == null
                                ? "AWAITING COMMAND"
                                : session.request().command())
                .text("nt_domain", session -> "")
                .text("nt_username", session -> "")
                .text("net_library", session -> "TCP/IP")
                .text("loginame", session -> session.login().name())
                .binary("sql_handle", 20, SessionViews::handle);
    }
}
