package org.failback.lync;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.failback.estate.Estate;
import org.failback.estate.Settings;
import org.failback.step.Check;
import org.failback.step.Step;

/** The steps and checks of this room, each under its own name; the process puts them in order. */
public final class LyncSteps {
    private final Estate estate;
    private final Settings settings;
    private final ChatPoolReader reader;
    private final ObjectMapper json;

    /** @param executor asks several chat servers at once */
    public LyncSteps(
            Estate estate,
            Settings settings,
            ManagementShell shell,
            ExecutorService executor,
            Clock clock,
            ObjectMapper json) {
        this.estate = estate;
        this.settings = settings;
        // A delegate looks, acts and looks again within one budget; each of them may have to load the module.
        this.reader = new ChatPoolReader(
                shell, estate, executor, settings.deadlines().cmdlet().dividedBy(2), clock);
        this.json = json;
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

    public List<Step> all() {
        return List.of(
                clearActiveServers(),
                awaitClearing(),
                stopChatServices(),
                startChatServices(),
                resetActiveServers(),
                awaitResetting());
    }

    public List<Check> checks() {
        return List.of(new CheckPool(estate, reader), new CheckReplication(estate, reader), new CheckTargets(estate));
    }
}
