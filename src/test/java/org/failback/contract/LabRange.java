package org.failback.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.failback.lab.server.LabInstance;
import org.failback.lab.server.SqlEstate;
import org.failback.lab.tds.TdsListener;
import org.failback.lab.tds.TdsSettings;
import org.failback.lab.tls.LabAuthority;

/** Two instances of the lab, of which this class alone knows that they are. */
final class LabRange implements Range {
    private static final String PASSWORD = "Practice-range-1";
    private final SqlEstate estate = SqlEstate.afterFailover(64, 0, Clock.systemUTC());
    private final List<TdsListener> listeners = new ArrayList<>();
    private final Server first;
    private final Server second;

    LabRange(Consumer<String> record) throws IOException, SQLException {
        TdsSettings tls = TdsSettings.offering(new LabAuthority(Clock.systemUTC())
                .serverContext(List.of("sql.lab.example"), List.of(InetAddress.getLoopbackAddress())));
        first = server("SQLB01\\LYNC", tls, record);
        second = server("SQLB02\\LYNC", tls, record);
    }

    private Server server(String name, TdsSettings tls, Consumer<String> record) throws IOException, SQLException {
        LabInstance instance = estate.instance(name);
        TdsListener listener = new TdsListener(InetAddress.getLoopbackAddress(), 0, instance, tls);
        listeners.add(listener);
        return new Server(
                new Server.Address(
                        "127.0.0.1",
                        listener.port(),
                        "failback",
                        PASSWORD,
                        "",
                        "",
                        "TCP://" + instance.fqdn() + ":5022"),
                record);
    }

    @Override
    public Server first() {
        return first;
    }

    @Override
    public Server second() {
        return second;
    }

    @Override
    public String folder() {
        return "\\\\files01.dc1.lab.example\\chatbackup";
    }

    @Override
    public String agentFolder() {
        return "D:\\LogShipping\\mgc";
    }

    @Override
    public Optional<String> lacks(Need need) {
        return Optional.empty();
    }

    @Override
    public boolean mayHoldMgc() {
        return true;
    }

    @Override
    public boolean remove(String file) {
        return true;
    }

    @Override
    public void close() {
        first.close();
        second.close();
        listeners.forEach(TdsListener::close);
        estate.close();
    }

    @Override
    public String toString() {
        return "the lab";
    }
}
