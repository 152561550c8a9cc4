package org.failback.lab.server;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;

/**
 * The one truth behind all instances of the lab: disks, shares, databases, backups, jobs. One lock guards it; long work
 * gives the lock up while time passes.
 */
public final class SqlEstate implements AutoCloseable {
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final FailedOver beginning;
    private final LabProcedures procedures = new LabProcedures();
    private final Map<String, LabTable> tables = new ConcurrentHashMap<>();
    private final Map<String, Instance> instances = new LinkedHashMap<>();
    private final double nominalMbPerSecond;
    private Storage storage;
    private double mbPerSecond;

    /** @param mbPerSecond how fast backups, restores and checks move data; 0 makes them instant */
    SqlEstate(Clock clock, double mbPerSecond, FailedOver beginning) {
        this.clock = clock;
        this.beginning = beginning;
        this.nominalMbPerSecond = mbPerSecond;
        this.mbPerSecond = mbPerSecond;
        this.tables.put("held_requests", HeldRequests.of(this));
    }

    /**
     * The estate that a failover leaves behind, after the primary data center was rebuilt.
     *
     * @param sizeMb used size of mgc on the backup instance, in megabytes
     * @param mbPerSecond throughput of backup, restore and check; 0 makes them instant
     */
    public static SqlEstate afterFailover(int sizeMb, double mbPerSecond, Clock clock) {
        return new FailedOver(sizeMb, false).build(clock, mbPerSecond);
    }

    /** The same, but Topology Builder has already mirrored the rebuilt databases from P to PM. */
    public static SqlEstate afterFailoverWithMirroredPrimary(int sizeMb, double mbPerSecond, Clock clock) {
        return new FailedOver(sizeMb, true).build(clock, mbPerSecond);
    }

    /**
     * The same, but an earlier log shipping has left its entries and disabled jobs on P and B, and log backups from
     * before the disaster on the share and in B's folder for copies.
     */
    public static SqlEstate afterFailoverWithLeftovers(int sizeMb, double mbPerSecond, Clock clock) {
        SqlEstate estate = afterFailover(sizeMb, mbPerSecond, clock);
        Leftovers.leave(estate);
        return estate;
    }

    /** The instances by name, in the order P, PM, B, BM. */
    public List<LabInstance> instances() {
        return instances.values().stream().map(LabInstance::new).toList();
    }

    /** An instance by its name, as {@code SQLP01\LYNC}. */
    public LabInstance instance(String name) {
        Instance found = find(name);
        if (found == null) {
            throw new IllegalArgumentException("The lab has no instance " + name + ", only " + instances.keySet());
        }
        return new LabInstance(found);
    }

    /** Adds procedures to the database {@code lab} of every instance; one of a known name replaces the other. */
    public void add(Collection<? extends LabProcedure> added) {
        procedures.add(added);
    }

    /** Adds a table to the database {@code lab} of every instance. */
    public void add(LabTable table) {
        tables.put(table.name(), table);
    }

    /** Ends whatever the Agents still run, so that no thread of theirs stays behind. */
    @Override
    public void close() {
        lock.lock();
        try {
            instances.values().forEach(instance -> {
                instance.faults().reset();
                instance.agent().stop();
            });
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets every instance, disk and job back to the beginning. Whatever runs is ended as by a restart of all hosts, but
     * the caller's session goes on in the new instance.
     *
     * @param then what else belongs to it before anybody sees the new beginning; the estate's lock is held
     * @throws SqlError when a step of a job asks, which would not live to see it
     */
    public void reset(LabCall caller, Runnable then) throws SqlError {
        if (caller.session().isJobStep()) {
            throw Refusal.of("a reset by a step of a SQL Server Agent job, which it would end");
        }
        lock.lock();
        try {
            begin(Optional.of(caller.session()));
            arrange(then);
        } finally {
            lock.unlock();
        }
    }

    /** Has something done at once, however slow the modelled disks are. */
    public void arrange(Runnable work) {
        lock.lock();
        try {
            mbPerSecond = 0;
            work.run();
        } finally {
            mbPerSecond = nominalMbPerSecond;
            lock.unlock();
        }
    }

    /** Whoever is spared finds the new instance of the same name around it. */
    final void begin(Optional<ServerSession> spared) {
        lock.lock();
        try {
            instances.values().forEach(instance -> instance.endAllBut(spared.orElse(null)));
            instances.clear();
            storage = new Storage(clock);
            mbPerSecond = nominalMbPerSecond;
            beginning.furnish(this);
            spared.ifPresent(session -> session.moveTo(find(session.instance().name())));
            instances.values().forEach(instance -> instance.agent().start());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Instance find(String name) {
        return instances.get(name.toUpperCase(Locale.ROOT));
    }

    void add(Instance instance) {
        instances.put(instance.name().toUpperCase(Locale.ROOT), instance);
    }

    List<Instance> all() {
        return new ArrayList<>(instances.values());
    }

    Clock clock() {
        return clock;
    }

    Instant instant() {
        return clock.instant();
    }

    LocalDateTime now() {
        return LocalDateTime.now(clock);
    }

    LocalDateTime local(Instant at) {
        return LocalDateTime.ofInstant(at, clock.getZone());
    }

    ReentrantLock lock() {
        return lock;
    }

    /** Signalled whenever something happened that somebody may wait for. */
    Condition changed() {
        return changed;
    }

    LabProcedures procedures() {
        return procedures;
    }

    Optional<LabTable> table(String name) {
        return Optional.ofNullable(tables.get(name.toLowerCase(Locale.ROOT)));
    }

    Storage storage() {
        return storage;
    }

    double mbPerSecond() {
        return mbPerSecond;
    }

    void setMbPerSecond(double rate) {
        mbPerSecond = rate;
    }

    /** Takes back every fault of every instance; the data stays as it has become. */
    public void forgetFaults() {
        lock.lock();
        try {
            mbPerSecond = nominalMbPerSecond;
            storage.forgetFaults();
            instances.values().forEach(Instance::forgetFaults);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
