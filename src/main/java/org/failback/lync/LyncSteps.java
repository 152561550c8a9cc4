package org.failback.lync;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.failback.estate.Estate;
import org.failback.estate.Settings;
import org.failback.step.Check;
import org.failback.step.Invariant;
import org.failback.step.Step;

/** The steps and checks of this room, each under its own name; the process puts them in order. */
public final class LyncSteps {
    private final Estate estate;
    private final Settings settings;
    private final ChatPoolReader reader;
    private final ObjectMapper json;
    private final Invariant onlyPrimaryServes;

    /**
     * Sends nothing yet.
     *
     * @param executor asks several chat servers at once
     * @param onlyPrimaryServes what must hold around the cmdlets of going live
     */
    public LyncSteps(
            Estate estate,
            Settings settings,
            ManagementShell shell,
            ExecutorService executor,
            Clock clock,
            ObjectMapper json,
            Invariant onlyPrimaryServes) {
        this.estate = estate;
        this.settings = settings;
        // A delegate looks, acts and looks again within one budget; each of them may have to load the module.
        this.reader = new ChatPoolReader(
                shell, estate, executor, settings.deadlines().cmdlet().dividedBy(2), clock);
        this.json = json;
        this.onlyPrimaryServes = onlyPrimaryServes;
    }

    public Step clearActiveServers() {
        return new ClearActiveServers(estate, reader, json);
    }

    public Step awaitClearing() {
        return AwaitReplication.ofClearing(estate, reader, settings.replicationWait());
    }

    public Step stopChatServices() {
        return new StopChatServices(estate, reader);
    }

    public Step startChatServices() {
        return new StartChatServices(estate, reader);
    }

    public Step resetActiveServers() {
        return new ResetActiveServers(estate, reader, json);
    }

    public Step awaitResetting() {
        return AwaitReplication.ofResetting(estate, reader, settings.replicationWait());
    }

    public Step checkActiveServers() {
        return new CheckActiveServers(estate, reader, json);
    }

    public Step setActiveServers() {
        return new SetActiveServers(estate, settings.goLiveOrder(), reader, onlyPrimaryServes, json);
    }

    public Step setPoolState() {
        return new SetPoolState(estate, settings.goLiveOrder(), reader, onlyPrimaryServes, json);
    }

    public Step awaitGoLive() {
        return AwaitReplication.ofGoingLive(estate, reader, settings.replicationWait());
    }

    public Step awaitLocalStores() {
        return new AwaitLocalStores(estate, reader, settings.replicationWait());
    }

    public List<Step> all() {
        return List.of(
                clearActiveServers(),
                awaitClearing(),
                stopChatServices(),
                startChatServices(),
                resetActiveServers(),
                awaitResetting(),
                checkActiveServers(),
                setActiveServers(),
                setPoolState(),
                awaitGoLive(),
                awaitLocalStores());
    }

    public List<Check> checks() {
        return List.of(new CheckPool(estate, reader), new CheckReplication(estate, reader), new CheckTargets(estate));
    }
}
