package org.failback.lync;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.failback.estate.ChatServer;
import org.failback.estate.Credential;
import org.failback.estate.DataCenter;
import org.failback.estate.Endpoint;
import org.failback.estate.Estate;
import org.failback.estate.Pool;
import org.failback.estate.Settings;
import org.failback.estate.SqlInstance;
import org.failback.estate.Storage;
import org.failback.lab.lync.FakeChatDatabase;
import org.failback.lab.lync.LyncEstate;
import org.failback.lab.lync.LyncTopology;
import org.failback.lab.lync.LyncTopology.Store;
import org.failback.lab.lync.LyncTopology.Stores;
import org.failback.lab.lync.SteppingClock;
import org.failback.lab.winrm.WinRmEndpoint;
import org.failback.lab.winrm.WireFaults;
import org.failback.lync.winrm.WinRm;
import org.failback.step.Deadline;
import org.failback.step.Invariant;

/** The pool in the lab, and our side of the wire pointed at it. */
final class LyncLab implements AutoCloseable {
    static final String PASSWORD = "Practice-range-1";
    static final List<String> BACKUP_SERVERS = List.of("chat3.dc2.lab.example", "chat4.dc2.lab.example");

    final SteppingClock clock = new SteppingClock();
    final FakeChatDatabase database = new FakeChatDatabase();
    final List<String> cmdlets = new CopyOnWriteArrayList<>();
    final ObjectMapper json = new ObjectMapper();
    final LyncEstate pool;
    final WinRm winrm;
    final ManagementShell shell;
    final WinRmEndpoint management;
    private final Map<String, WinRmEndpoint> endpoints = new LinkedHashMap<>();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Path authority;
    private final List<AutoCloseable> opened = new ArrayList<>();

    LyncLab(TestWire wire) throws IOException {
        Stores stores = new Stores(
                new Store("sqlp01.dc1.lab.example", "LYNC"),
                new Store("sqlp02.dc1.lab.example", "LYNC"),
                new Store("sqlb01.dc2.lab.example", "LYNC"),
                new Store("sqlb02.dc2.lab.example", "LYNC"));
        pool = LyncEstate.afterFailover(
                LyncTopology.of(stores),
                database,
                (login, application, cmdlet, outcome) -> cmdlets.add(
                        login + " on " + application.replace("PowerShell on ", "") + ": " + cmdlet + " -> " + outcome),
                clock);
        authority = wire.authority;
        SSLContext tls = wire.tls;
        management = open(WinRmEndpoint.start(tls, 0, pool.managementServer(), LyncLab::passwordOf, new WireFaults()));
        for (String server : pool.topology().chatServers()) {
            endpoints.put(
                    server,
                    open(WinRmEndpoint.start(tls, 0, pool.chatServer(server), LyncLab::passwordOf, new WireFaults())));
        }
        winrm = wire.winrm;
        shell = new ManagementShell(winrm, json);
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }

    private static Optional<String> passwordOf(String account) {
        return account.equals("failback") || account.equals("LAB\\failback") ? Optional.of(PASSWORD) : Optional.empty();
    }

    Estate estate() {
        return estate(endpoint(management.port(), Endpoint.Authentication.BASIC));
    }

    Estate estate(Endpoint managementServer) {
        List<ChatServer> servers = new ArrayList<>();
        endpoints.forEach((fqdn, endpoint) -> servers.add(new ChatServer(
                fqdn,
                fqdn.contains("dc1") ? "dc1" : "dc2",
                false,
                fqdn.contains("dc1"),
                endpoint(endpoint.port(), Endpoint.Authentication.BASIC))));
        Credential login = new Credential("failback", "env:SQL");
        SqlInstance instance = new SqlInstance(
                "sqlp01.dc1.lab.example", Optional.of("LYNC"), 1433, Optional.empty(), Optional.empty(), login, login);
        DataCenter dataCenter = new DataCenter("dc1", instance, Optional.empty(), Optional.empty());
        return new Estate(
                new Pool("chatpool.lab.example", Pool.Product.SKYPE_FOR_BUSINESS_2015),
                dataCenter,
                dataCenter,
                Optional.empty(),
                new Storage(
                        "",
                        "",
                        "",
                        "",
                        new Storage.Schedule(Duration.ZERO, Duration.ZERO, Duration.ZERO),
                        Storage.LogShipping.standard()),
                managementServer,
                servers,
                true);
    }

    Endpoint endpoint(int port, Endpoint.Authentication authentication) {
        return endpoint("localhost", port, authentication, "failback");
    }

    Endpoint endpoint(String host, int port, Endpoint.Authentication authentication, String user) {
        return new Endpoint(
                host,
                port,
                Optional.of(authority.toString()),
                authentication,
                new Credential(user, "env:FAILBACK_WINRM_PASSWORD"));
    }

    WinRmEndpoint endpointOf(String chatServer) {
        return endpoints.get(chatServer);
    }

    ChatPoolReader reader() {
        return new ChatPoolReader(shell, estate(), executor, Duration.ofSeconds(20), Clock.systemUTC());
    }

    LyncSteps steps(Settings settings, Invariant onlyPrimaryServes) {
        return new LyncSteps(estate(), settings, shell, executor, Clock.systemUTC(), json, onlyPrimaryServes);
    }

    static Deadline within(Duration duration) {
        return Deadline.in(duration, Clock.systemUTC());
    }

    /** Lets this much time pass in the pool. */
    void pass(Duration duration) {
        clock.pass(duration);
        pool.tick();
    }

    static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public void close() throws Exception {
        pool.close();
        executor.shutdownNow();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }
}
