package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** Sees which way back is right: whether mgc on B still is what was served there, or was overwritten. */
public final class CheckBackupCopy implements Step {
    public static final String NAME = "checkBackupCopy";
    /** Evidence: {@link #OVERWRITTEN} or {@link #AS_IT_WAS}. */
    public static final String COPY = "copy";

    public static final String OVERWRITTEN = "overwritten";
    public static final String AS_IT_WAS = "asItWas";

    private final Ground ground;

    CheckBackupCopy(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Look at the copy of mgc on " + ground.backup().serverName();
    }

    @Override
    public Gate gate() {
        return Gate.NONE;
    }

    @Override
    public List<Command> commands(Facts facts) {
        return List.of();
    }

    @Override
    public Finding look(Run run) {
        return ground.looks()
                .at(
                        ground.backup(),
                        run,
                        inquiry -> ground.footing(ground.backup())
                                .objection(inquiry, run)
                                .orElseGet(() -> look(inquiry, run)));
    }

    private Finding look(Inquiry inquiry, Run run) {
        Optional<Finding> gone = GoLive.objection(run, "Going back");
        if (gone.isPresent()) {
            return gone.get();
        }
        String where = "mgc on " + ground.backup().serverName();
        BackupCopy copy = BackupCopy.of(inquiry, ground, run);
        Map<String, String> evidence = new LinkedHashMap<>(copy.evidence());
        switch (copy.state()) {
            case AS_IT_WAS -> {
                evidence.put(COPY, AS_IT_WAS);
                return Finding.done(
                        where + " is still what was served there: " + copy.why() + ". Nothing has to be restored.",
                        evidence);
            }
            case BEING_OVERWRITTEN -> {
                return Finding.blocked(
                        where + " is being overwritten: " + copy.why() + ".",
                        "Wait until that job has ended; a restore is not stopped. Then try again.",
                        "operator",
                        evidence);
            }
            default -> {
                evidence.put(COPY, OVERWRITTEN);
                evidence.putAll(KeptBackup.of(inquiry, ground, run).evidence());
                return recoveredByOthers(copy)
                        ? RestoreBackupCopy.recovered(where, copy, evidence)
                        : Finding.done(where + " is not what was served there any more: " + copy.why() + ".", evidence);
            }
        }
    }

    static boolean recoveredByOthers(BackupCopy copy) {
        return copy.is(BackupCopy.State.OVERWRITTEN)
                && copy.mgc().filter(Database::online).isPresent();
    }
}
