package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.DataCenter;
import org.failback.estate.SqlInstance;
import org.failback.step.Finding;
import org.failback.step.Invariant;
import org.failback.step.Run;

/**
 * Of all instances that can hold mgc exactly P's is ONLINE. Clients try the failover partner, too, and anybody can recover
 * a RESTORING copy, so the mirrors count as much as B does.
 */
public final class OnlyPrimaryServes implements Invariant {
    /** Keys of the evidence begin with it; the instance's name follows. */
    static final String MGC_ON = "mgc on ";

    private final Ground ground;

    OnlyPrimaryServes(Ground ground) {
        this.ground = ground;
    }

    /** What each instance said, by {@code mgc on …}. */
    record Sight(Map<String, String> states, Optional<Finding> objection) {}

    /** Before the pool goes live, also that P still is what this run restored: a gate may stand open for hours. */
    @Override
    public Optional<Finding> objection(Run run) {
        return look(run)
                .objection()
                .or(() -> GoLive.objection(run, "Looking").isPresent()
                        ? Optional.empty()
                        : ground.looks()
                                .at(ground.primary(), run, inquiry -> RestoredPrimary.objection(inquiry, run, ground)));
    }

    Sight look(Run run) {
        Map<String, String> states = new LinkedHashMap<>();
        List<SqlInstance> serving = new ArrayList<>();
        Optional<Finding> blind = Optional.empty();
        for (SqlInstance instance : instances()) {
            Optional<Finding> objection = ground.looks().at(instance, run, inquiry -> {
                Optional<Database> mgc = Database.of(inquiry, Database.MGC);
                states.put(
                        MGC_ON + instance.serverName(),
                        mgc.map(Database::inWords).orElse("none"));
                boolean counts = instance.equals(ground.primary())
                        ? mgc.filter(Database::serving).isPresent()
                        : mgc.filter(Database::online).isPresent();
                if (counts) {
                    serving.add(instance);
                }
                return Privileges.objection(inquiry, instance);
            });
            blind = blind.or(() -> objection);
        }
        return new Sight(states, blind.or(() -> judged(serving, states)));
    }

    private Optional<Finding> judged(List<SqlInstance> serving, Map<String, String> states) {
        if (serving.equals(List.of(ground.primary()))) {
            return Optional.empty();
        }
        List<String> others = serving.stream()
                .filter(instance -> !instance.equals(ground.primary()))
                .map(SqlInstance::serverName)
                .toList();
        if (!others.isEmpty()) {
            return Optional.of(Finding.blocked(
                    "mgc is ONLINE on " + String.join(", ", others)
                            + ", too. Chat servers that come to it write where nobody will look again.",
                    "Find out who brought it online and whether anybody wrote to it. If it holds nothing that is needed, take"
                            + " it OFFLINE there (ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE), then try"
                            + " again.",
                    "DBA",
                    states));
        }
        return Optional.of(Finding.blocked(
                "mgc on " + ground.primary().serverName() + " does not serve: it is "
                        + states.get(MGC_ON + ground.primary().serverName()) + ".",
                "Bring it ONLINE, MULTI_USER and READ_WRITE, then try again.",
                "DBA",
                states));
    }

    /** P, PM, B and BM, as far as the estate has them. */
    List<SqlInstance> instances() {
        List<SqlInstance> all = new ArrayList<>();
        for (DataCenter dataCenter :
                List.of(ground.estate().primary(), ground.estate().backup())) {
            all.add(dataCenter.instance());
            dataCenter.mirror().ifPresent(all::add);
        }
        return all;
    }

    /** The role an instance of this list plays, as people call it. */
    String roleOf(SqlInstance instance) {
        if (instance.equals(ground.primary())) {
            return "primary";
        }
        if (instance.equals(ground.backup())) {
            return "backup";
        }
        return ground.estate().primary().mirror().filter(instance::equals).isPresent()
                ? "primary mirror"
                : "backup mirror";
    }
}
