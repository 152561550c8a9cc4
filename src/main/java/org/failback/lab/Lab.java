package org.failback.lab;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.failback.lab.chat.ChatProcedures;
import org.failback.lab.lync.ChatDatabase;
import org.failback.lab.lync.LyncEstate;
import org.failback.lab.lync.LyncTopology;
import org.failback.lab.server.LabInstance;
import org.failback.lab.server.LabTable;
import org.failback.lab.server.SqlEstate;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlType;
import org.failback.lab.tds.TdsListener;
import org.failback.lab.tds.TdsSettings;
import org.failback.lab.tls.LabAuthority;
import org.failback.lab.winrm.ShellHost;
import org.failback.lab.winrm.WinRmEndpoint;

/** The practice range: a modelled estate that speaks TDS and WS-Man on loopback. */
public final class Lab implements AutoCloseable {
    private final SqlEstate sql;
    private final LyncEstate lync;
    private final Rehearsal rehearsal;
    private final SSLContext tls;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private LabAddress address;

    private Lab(LabShape shape, LabAuthority authority, Clock clock) {
        sql = SqlEstate.afterFailover(shape.sizeMb(), shape.mbPerSecond(), clock);
        open.push(sql);
        LabInstance primary = sql.instance(LabNames.serverName(LabNames.PRIMARY));
        lync = LyncEstate.afterFailover(
                LyncTopology.of(new LyncTopology.Stores(
                        store(LabNames.PRIMARY),
                        store(LabNames.PRIMARY_MIRROR),
                        store(LabNames.BACKUP),
                        store(LabNames.BACKUP_MIRROR))),
                new ChatConnections(
                        Map.of(
                                ChatDatabase.Side.PRIMARY,
                                partners(LabNames.PRIMARY, LabNames.PRIMARY_MIRROR),
                                ChatDatabase.Side.BACKUP,
                                partners(LabNames.BACKUP, LabNames.BACKUP_MIRROR)),
                        LabNames.CHAT_SERVERS,
                        clock),
                primary::log,
                clock);
        sql.add(ChatProcedures.of(lync));
        rehearsal = new Rehearsal(sql, lync, shape.scenario());
        sql.add(RehearsalProcedures.of(rehearsal, sql, lync));
        ScenarioTables.of(rehearsal).forEach(sql::add);
        sql.add(new LabTable(
                "held_cmdlets",
                List.of(Column.of("cmdlet", SqlType.NVARCHAR)),
                () -> lync.faults().held().stream()
                        .map(cmdlet -> new Object[] {cmdlet})
                        .toList()));
        List<String> names = new ArrayList<>(LabNames.CHAT_SERVERS);
        names.addAll(List.of(
                "localhost", LabNames.PRIMARY, LabNames.PRIMARY_MIRROR, LabNames.BACKUP, LabNames.BACKUP_MIRROR));
        tls = authority.serverContext(names, List.of(InetAddress.getLoopbackAddress()));
    }

    /**
     * Starts a lab on loopback.
     *
     * @param ca where the certificate of its authority is written; the password goes beside it
     * @throws LabNotStarted when a port is taken or a file cannot be written
     */
    public static Lab start(LabShape shape, LabPorts ports, Path ca) {
        Clock clock = Clock.systemUTC();
        LabAuthority authority = new LabAuthority(clock);
        Lab lab = new Lab(shape, authority, clock);
        try {
            lab.rehearsal.begin();
            lab.listen(ports, ca);
            Files.createDirectories(ca.toAbsolutePath().getParent());
            authority.writePem(ca);
            Files.writeString(lab.address.passwordFile(), LabAddress.PASSWORD);
            lab.lync.start();
            return lab;
        } catch (IOException e) {
            throw lab.leaving(new LabNotStarted(
                    "The lab cannot write " + ca + ": " + e.getMessage() + ". Choose another place with --ca.", e));
        } catch (RuntimeException e) {
            throw lab.leaving(e);
        }
    }

    /** Nothing of a lab that did not start stays behind, and why it did not start is what its caller hears. */
    private RuntimeException leaving(RuntimeException why) {
        try {
            close();
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
        return why;
    }

    private void listen(LabPorts wanted, Path ca) {
        int primary = sqlServer(LabNames.PRIMARY, wanted.primary());
        int primaryMirror = sqlServer(LabNames.PRIMARY_MIRROR, wanted.primaryMirror());
        int backup = sqlServer(LabNames.BACKUP, wanted.backup());
        int backupMirror = sqlServer(LabNames.BACKUP_MIRROR, wanted.backupMirror());
        List<Integer> winRm = new ArrayList<>();
        winRm.add(winRm(lync.managementServer(), wanted.winRm().get(0)));
        for (String server : LabNames.CHAT_SERVERS) {
            winRm.add(winRm(lync.chatServer(server), wanted.winRm().get(winRm.size())));
        }
        address = new LabAddress(new LabPorts(primary, primaryMirror, backup, backupMirror, winRm), ca);
    }

    private int sqlServer(String host, int port) {
        try {
            TdsSettings settings =
                    TdsSettings.offering(tls).with(new TdsSettings.WindowsAccounts(LabNames.DOMAIN, Lab::passwordOf));
            TdsListener listener = new TdsListener(
                    InetAddress.getLoopbackAddress(), port, sql.instance(LabNames.serverName(host)), settings);
            open.push(listener);
            return listener.port();
        } catch (IOException e) {
            throw notListening(host, port, e);
        }
    }

    private int winRm(ShellHost host, int port) {
        try {
            WinRmEndpoint endpoint = WinRmEndpoint.start(tls, port, host, Lab::passwordOf, lync.wire(host.computer()));
            open.push(endpoint);
            return endpoint.port();
        } catch (IOException e) {
            throw notListening(host.computer(), port, e);
        }
    }

    private static Optional<String> passwordOf(String account) {
        return account.equalsIgnoreCase(LabAddress.WINDOWS_ACCOUNT)
                ? Optional.of(LabAddress.PASSWORD)
                : Optional.empty();
    }

    private static LabNotStarted notListening(String host, int port, IOException cause) {
        String why = cause instanceof BindException ? "is taken" : "cannot be opened (" + cause.getMessage() + ")";
        return new LabNotStarted(
                "Port " + port + " for " + host + " " + why
                        + ". Stop what listens there, perhaps another lab, or move all ports with --ports-from.",
                cause);
    }

    private List<LabInstance> partners(String host, String mirror) {
        return List.of(sql.instance(LabNames.serverName(host)), sql.instance(LabNames.serverName(mirror)));
    }

    private static LyncTopology.Store store(String host) {
        return new LyncTopology.Store(host, LabNames.INSTANCE);
    }

    public LabAddress address() {
        return address;
    }

    /** The chat side, for tests and scenarios. */
    public LyncEstate chat() {
        return lync;
    }

    @Override
    public void close() {
        open.push(lync);
        IllegalStateException disorder = new IllegalStateException("The lab did not stop in order");
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                disorder.addSuppressed(e);
            }
        }
        if (disorder.getSuppressed().length > 0) {
            throw disorder;
        }
    }
}
