package org.failback.lab.server;

import java.util.Locale;
import java.util.UUID;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;
import org.failback.lab.tsql.ServerStatement.Setting.Partner;
import org.failback.lab.tsql.ServerStatement.Setting.Witness;

/** ALTER DATABASE … SET PARTNER and SET WITNESS. */
final class MirroringOperation {
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
            case SUSPEND -> session.setSuspended(true);
            case RESUME -> session.setSuspended(false);
            case SAFETY_FULL -> session.setSafetyFull(true);
            case SAFETY_OFF -> session.setSafetyFull(false);
            case TIMEOUT -> {}
            default -> throw Refusal.of("SET PARTNER " + partner.action());
        }
    }

    void witness(Witness witness) throws SqlError {
        require().setWitness(witness.address());
    }

    /** Ends the session for both partners; the mirror keeps what it has and stays RESTORING. */
    private void remove(Mirroring session) {
        Database partner = session.partnerOf(database);
        Database principal = session.principal();
        Database mirror = session.partnerOf(principal);
        mirror.mirror(principal);
        database.setMirroring(null);
        partner.setMirroring(null);
    }

    private void failOver(Mirroring session) throws SqlError {
        if (!session.isPrincipal(database) || session.state() != 4) {
            throw Errors.of(1422, database.name());
        }
        Database mirror = session.partnerOf(database);
        mirror.mirror(database);
        instance.sessionsIn(database).forEach(instance::kill);
        session.changeRoles();
        mirror.setState(DatabaseState.ONLINE);
        database.setState(DatabaseState.RESTORING);
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
