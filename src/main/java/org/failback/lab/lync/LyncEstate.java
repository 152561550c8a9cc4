package org.failback.lab.lync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.failback.lab.winrm.ShellHost;
import org.failback.lab.winrm.WireFaults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pool, its management server and its chat servers, in the state that a failover leaves: state FailedOver, the
 * servers of the backup data center active and connected to the backup database.
 *
 * <p>Time passes by {@link #tick()}; {@link #start()} has it pass by itself.
 */
public final class LyncEstate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LyncEstate.class);

    private final LyncTopology topology;
    private final ChatDatabase database;
    private final CmdletLog log;
    private final Clock clock;
    private final Behaviour behaviour = new Behaviour();
    private final CmdletFaults faults = new CmdletFaults();
    private final PoolState firstState;
    private final List<String> firstActive;
    private final Map<String, ChatServerMachine> machines = new LinkedHashMap<>();
    private final Map<String, WireFaults> wires = new ConcurrentHashMap<>();
    private final RunnerScripts scripts = new RunnerScripts();
    private CentralStore store;
    private long beginnings;
    private ScheduledExecutorService heart;
    private boolean closed;

    /**
     * Sets the pool up and lets its active servers connect.
     *
     * @param active FQDNs of the servers that are active now
     */
    public LyncEstate(
            LyncTopology topology,
            PoolState state,
            List<String> active,
            ChatDatabase database,
            CmdletLog log,
            Clock clock) {
        this.topology = topology;
        this.database = database;
        this.log = log;
        this.clock = clock;
        this.firstState = state;
        this.firstActive = List.copyOf(active);
        reset();
    }

    /**
     * Sets pool and servers back to the beginning and forgets all faults. Cmdlets that still run end without an effect,
     * as when the servers are restarted.
     */
    public final synchronized void reset() {
        forgetFaults();
        beginnings++;
        store = new CentralStore(firstState, firstActive, clock.instant());
        for (String fqdn : topology.chatServers()) {
            for (ChatDatabase.Side side : ChatDatabase.Side.values()) {
                database.closeSessions(side, fqdn);
            }
            machines.put(fqdn, new ChatServerMachine(fqdn, new Replica(store.published())));
        }
        tick();
    }

    /** Failed over, with the servers of the backup data center active. */
    public static LyncEstate afterFailover(LyncTopology topology, ChatDatabase database, CmdletLog log, Clock clock) {
        List<String> backup = topology.chatServers().stream()
                .filter(fqdn -> fqdn.contains(".dc2."))
                .toList();
        return new LyncEstate(topology, PoolState.FAILED_OVER, backup, database, log, clock);
    }

    public Behaviour behaviour() {
        return behaviour;
    }

    public CmdletFaults faults() {
        return faults;
    }

    public LyncTopology topology() {
        return topology;
    }

    /** What the Central Management store says now; a pool whose state nobody ever set works as Normal. */
    public synchronized PoolState poolState() {
        return store.state().orElse(PoolState.NORMAL);
    }

    /** What the Central Management store says now. */
    public synchronized List<String> activeServers() {
        return store.active();
    }

    /** Changes the list as somebody else would, past every guard. */
    public synchronized void setActiveServers(List<String> active) {
        store.set(active, clock.instant());
    }

    /** Changes the state as somebody else would, past every guard. */
    public synchronized void setPoolState(PoolState state) {
        store.set(Optional.of(state), clock.instant());
    }

    /** The pool becomes one whose state nobody ever set: there is no row to read. */
    public synchronized void forgetPoolState() {
        store.set(Optional.empty(), clock.instant());
    }

    /** Starts or stops a service as the service control manager does, past cmdlets and defects. */
    public synchronized void setServiceRunning(String server, boolean compliance, boolean running) {
        machines.get(server)
                .service(compliance ? ChatServerMachine.COMPLIANCE : ChatServerMachine.CHAT)
                .force(running);
        tick();
    }

    /**
     * A chat server as one sees it who may look everywhere.
     *
     * @param localState what its services read; {@code none} where there is no row
     * @param connectedTo {@code primary}, {@code backup} or {@code none}
     */
    public record ServerView(
            String server,
            boolean active,
            String chatService,
            String complianceService,
            String localState,
            String connectedTo) {}

    /** All chat servers as they are now. */
    public synchronized List<ServerView> servers() {
        return machines.values().stream()
                .map(machine -> new ServerView(
                        machine.fqdn(),
                        store.active().contains(machine.fqdn()),
                        statusOf(machine, ChatServerMachine.CHAT),
                        statusOf(machine, ChatServerMachine.COMPLIANCE),
                        machine.replica().state().map(PoolState::toString).orElse("none"),
                        machine.connectedTo()
                                .map(side -> side.name().toLowerCase(Locale.ROOT))
                                .orElse("none")))
                .toList();
    }

    private String statusOf(ChatServerMachine machine, String service) {
        return machine.services(behaviour).contains(machine.service(service))
                ? machine.service(service).status().toString()
                : "missing";
    }

    /** What goes wrong on the way to a computer's WinRM. */
    public WireFaults wire(String computer) {
        return wires.computeIfAbsent(computer, none -> new WireFaults());
    }

    /** Every computer with an endpoint: the management server and then the chat servers. */
    public List<String> computers() {
        List<String> computers = new ArrayList<>(List.of(topology.managementServer()));
        computers.addAll(topology.chatServers());
        return computers;
    }

    /** The Lync administrator at the management server, who goes past every guard and meets no ordered fault. */
    public Administrator administrator() {
        return administrator(() -> false);
    }

    /**
     * The same, who does not wait to the end.
     *
     * @param leaves asked at least once a second while a cmdlet waits; true ends the cmdlet, whose effect stays
     */
    public Administrator administrator(BooleanSupplier leaves) {
        return new Administrator(this, leaves);
    }

    /** The Windows behind the management server's endpoint. */
    public ShellHost managementServer() {
        return new LyncShell(topology.managementServer(), this, Optional.empty());
    }

    /** The Windows behind a chat server's own endpoint. */
    public ShellHost chatServer(String fqdn) {
        if (!machines.containsKey(fqdn)) {
            throw new IllegalArgumentException(fqdn + " is not in the pool " + topology.pool());
        }
        return new LyncShell(fqdn, this, Optional.of(fqdn));
    }

    /** Lets everything happen that is due. */
    public final synchronized void tick() {
        Instant now = clock.instant();
        store.publish(now, behaviour.replication());
        for (ChatServerMachine machine : machines.values()) {
            if (!behaviour.isStale(machine.fqdn())) {
                machine.replica().receive(store.published(), now, behaviour.replication(machine.fqdn()));
            }
            if (!behaviour.localStoreLags(machine.fqdn())) {
                machine.replica().show();
            }
            machine.live(now, behaviour, database, this::event);
        }
        notifyAll();
    }

    /** Takes back whatever goes wrong with cmdlets and servers; what it has done stays. */
    public final void forgetFaults() {
        faults.reset();
        behaviour.reset();
        wires.values().forEach(WireFaults::reset);
    }

    private void event(String server, String text) {
        String host = server.split("\\.", 2)[0].toUpperCase(Locale.ROOT);
        log.add("LAB\\" + host + "$", "Persistent Chat Server on " + server, text, "failed");
    }

    /** Gives the others their turn until time has passed; called with this object's lock held. */
    void awaitTick() throws InterruptedException {
        if (closed) {
            throw new InterruptedException("the lab was closed");
        }
        wait(TimeUnit.SECONDS.toMillis(1));
    }

    /** Ticks ten times a second until it is closed. */
    public synchronized void start() {
        heart = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "lab-lync");
            thread.setDaemon(true);
            return thread;
        });
        Duration every = Duration.ofMillis(100);
        heart.scheduleWithFixedDelay(this::beat, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The executor would never call again what once threw. */
    private void beat() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.warn("A tick of the lab's chat side failed; its time goes on.", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        faults.reset();
        if (heart != null) {
            heart.shutdownNow();
        }
    }

    RunnerScripts scripts() {
        return scripts;
    }

    CmdletLog log() {
        return log;
    }

    Clock clock() {
        return clock;
    }

    /** Rises with every reset, so that what began before one can tell. */
    synchronized long beginnings() {
        return beginnings;
    }

    CentralStore store() {
        return store;
    }

    ChatDatabase database() {
        return database;
    }

    Map<String, ChatServerMachine> machines() {
        return machines;
    }
}
