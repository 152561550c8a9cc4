package org.failback.lab;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.failback.lab.lync.LyncEstate;
import org.failback.lab.scenario.Order;
import org.failback.lab.scenario.Place;
import org.failback.lab.scenario.Scenario;
import org.failback.lab.server.LabCall;
import org.failback.lab.server.SqlEstate;
import org.failback.lab.tds.SqlError;

/** The beginning of a lab, with the scenario that belongs to it, and the way back there. */
final class Rehearsal {
    private static final Map<Place, String> HOSTS = Map.of(
            Place.P, LabNames.PRIMARY,
            Place.PM, LabNames.PRIMARY_MIRROR,
            Place.B, LabNames.BACKUP,
            Place.BM, LabNames.BACKUP_MIRROR);

    private final SqlEstate sql;
    private final LyncEstate chat;
    // Read without a lock: whoever selects from lab.dbo.scenarios holds the estate's lock, which comes after the chat
    // side's.
    private final AtomicReference<Optional<Scenario>> scenario;

    Rehearsal(SqlEstate sql, LyncEstate chat, Optional<Scenario> scenario) {
        this.sql = sql;
        this.chat = chat;
        this.scenario = new AtomicReference<>(scenario);
    }

    /** {@code HOST\INSTANCE} of a place. */
    static String serverName(Place place) {
        return LabNames.serverName(HOSTS.get(place));
    }

    /** In force now. */
    Optional<Scenario> scenario() {
        return scenario.get();
    }

    /** Makes the scenario so in a lab that is still fresh. */
    void begin() {
        synchronized (chat) {
            sql.arrange(this::arrange);
        }
    }

    /** Sets everything back to the beginning. */
    void again(LabCall caller) throws SqlError {
        again(caller, scenario());
    }

    /** Sets everything back to the beginning of this scenario, which is the lab's own from now on. */
    void again(LabCall caller, Optional<Scenario> wanted) throws SqlError {
        // The chat side's lock first, as everywhere: nobody may see one half of the lab without the other.
        synchronized (chat) {
            sql.reset(caller, () -> {
                scenario.set(wanted);
                chat.reset();
                arrange();
            });
        }
    }

    private void arrange() {
        Optional<Scenario> wanted = scenario();
        for (Order order : wanted.map(Scenario::cause).orElseGet(java.util.List::of)) {
            try {
                sql.instance(serverName(order.on())).arrange(order.sql());
            } catch (SqlError broken) {
                throw new IllegalStateException(
                        "The scenario " + wanted.map(Scenario::name).orElse("") + " breaks a rule of the lab on "
                                + serverName(order.on()) + ": " + broken.getMessage(),
                        broken);
            }
        }
    }
}
