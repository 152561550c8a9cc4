package org.failback.lab.server;

import java.util.Locale;
import java.util.UUID;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;
import org.failback.lab.tsql.ServerStatement.Setting.Partner;
import org.failback.lab.tsql.ServerStatement.Setting.Witness;

/** ALTER DATABASE … SET PARTNER and SET WITNESS. */
final class MirroringOperation {
    private static final int SYNCHRONIZED = 4;
    private final Instance instance;
    private final Database database;

    MirroringOperation(Instance instance, Database database) {
        this.instance = instance;
        this.database = database;
    }

    void partner(Partner partner) throws SqlError {
        if (partner.action() == Partner.Action.ADDRESS) {
            connect(partner.value());
            return;
        }
        Mirroring session = require();
        switch (partner.action()) {
            case OFF -> remove(session);
            case FAILOVER -> failOver(session);
            case FORCE_SERVICE_ALLOW_DATA_LOSS -> forceService(session);
            case SUSPEND -> session.suspend();
            case RESUME -> {
                requireConnected(session);
                session.resume();
            }
            case SAFETY_FULL, SAFETY_OFF -> {
                requirePrincipal(session);
                requireConnected(session);
                session.setSafetyFull(partner.action() == Partner.Action.SAFETY_FULL);
            }
            case TIMEOUT -> requirePrincipal(session);
            default -> throw Refusal.of("SET PARTNER " + partner.action());
        }
    }

    void witness(Witness witness) throws SqlError {
        Mirroring session = require();
        requirePrincipal(session);
        if (session.lacksQuorum(database)) {
            throw Errors.of(1431, database.name());
        }
        if (witness.address().isEmpty()) {
            removeWitness(session);
        } else {
            addWitness(session, witness.address());
        }
    }

    private void removeWitness(Mirroring session) throws SqlError {
        if (session.witness().isEmpty()) {
            throw Errors.of(1439, database.name());
        }
        session.setWitness("");
    }

    private void addWitness(Mirroring session, String address) throws SqlError {
        Instance found = find(address);
        if (found == instance || found == session.partnerOf(database).instance()) {
            throw Errors.of(1429);
        }
        if (found == null || !found.isRunning()) {
            throw Errors.of(1456, address);
        }
        if (session.state() != SYNCHRONIZED) {
            throw Errors.of(1426);
        }
        session.setWitness(address);
    }

    /** Ends the session; a mirror keeps what it has and stays RESTORING. */
    private void remove(Mirroring session) throws SqlError {
        boolean unstable = session.isUnstable();
        session.end(database);
        if (unstable) {
            throw Errors.of(1430, database.name());
        }
    }

    private void failOver(Mirroring session) throws SqlError {
        requirePrincipal(session);
        requireConnected(session);
        if (!session.isSafetyFull()) {
            throw Errors.of(1477, database.name());
        }
        if (session.state() != SYNCHRONIZED) {
            throw Errors.of(1422, database.name());
        }
        session.freeze();
        instance.sessionsIn(database).forEach(instance::kill);
        session.failOver();
    }

    /** For a mirror whose principal is out of reach: from then on there may be two that serve. */
    private void forceService(Mirroring session) throws SqlError {
        boolean witnessAway = !session.witness().isEmpty() && !session.isWitnessConnected();
        if (session.isPrincipal(database) || session.isConnected() || witnessAway) {
            throw Errors.of(1455, database.name());
        }
        session.force();
        database.recover(UUID.randomUUID());
    }

    private void requirePrincipal(Mirroring session) throws SqlError {
        if (!session.isPrincipal(database)) {
            throw Errors.of(1470, database.name());
        }
    }

    private void requireConnected(Mirroring session) throws SqlError {
        if (!session.isConnected()) {
            throw Errors.of(1447, database.name());
        }
    }

    /** The mirror names the principal first; the session begins when the principal names the mirror. */
    private void connect(String address) throws SqlError {
        if (database.mirroring() != null) {
            throw Errors.of(1405, database.name());
        }
        Instance other = find(address);
        if (database.state() == DatabaseState.RESTORING) {
            database.setPartnerAddress(address);
            return;
        }
        Database mirror = other == null ? null : other.database(database.name());
        if (mirror == null
                || mirror.state() != DatabaseState.RESTORING
                || mirror.partnerAddress().isEmpty()
                || find(mirror.partnerAddress()) != instance) {
            throw Errors.of(1418, address);
        }
        checkReady(mirror);
        begin(mirror);
    }

    private void checkReady(Database mirror) throws SqlError {
        if (database.recoveryModel() != RecoveryModel.FULL) {
            throw Errors.of(1465, database.name());
        }
        if (!mirror.familyGuid().equals(database.familyGuid())
                || !RecoveryFork.at(database.forks(), mirror.redoLsn())
                        .equals(RecoveryFork.at(mirror.forks(), mirror.redoLsn()))) {
            throw Errors.of(1408, database.name());
        }
        if (mirror.redoLsn() < database.logChain().backedUpTo()) {
            throw Errors.of(1412, database.name());
        }
        // "Prepare a Mirror Database for Mirroring": after the full backup at least one log backup is restored.
        if (mirror.logChain().endOfFull() != 0) {
            throw Errors.of(1478, database.name());
        }
    }

    private void begin(Database mirror) {
        Mirroring session = new Mirroring(UUID.randomUUID(), database, mirror);
        database.setMirroring(session);
        mirror.setMirroring(session);
        mirror.setPartnerAddress("");
    }

    private Instance find(String address) {
        String wanted = address.toLowerCase(Locale.ROOT);
        return instance.estate().all().stream()
                .filter(one -> wanted.equals(url(one).toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(null);
    }

    static String url(Instance instance) {
        return "TCP://" + instance.host().fqdn() + ":" + instance.endpoint().port();
    }

    private Mirroring require() throws SqlError {
        if (database.mirroring() == null) {
            throw Errors.of(1416, database.name());
        }
        return database.mirroring();
    }
}
