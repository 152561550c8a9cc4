package org.failback.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.failback.step.Run;

/** What people may choose where a step failed. */
record Choice(String value, String label) {
    private static final Choice TRY_AGAIN = new Choice("tryAgain", "Try again, after what stood in the way is gone");
    /** The same choice: what stood in the way may have been put right, and then it is the way on. */
    private static final Choice TRY_AGAIN_AT_RISK = new Choice(
            TRY_AGAIN.value(),
            "Try again, although data is at risk: its owner knows what happened and says that it is safe");

    private static final Choice GO_BACK =
            new Choice(Run.GO_BACK, "Go back: chat is served from the backup data center again");
    private static final Choice GO_BACK_AT_A_COST = new Choice(
            Run.GO_BACK, "Go back: first managers see what restoring the backup's copy costs, and approve it");
    private static final Choice STOP_SERVICES =
            new Choice("stopChatServices", "Stop the chat services on the pool's servers, then look again");
    private static final Choice END_SESSIONS =
            new Choice("endSessions", "End the sessions in mgc on the backup, then look again");
    private static final Choice WAIVE = new Choice(
            Run.WAIVE, "Go on without them: the unprocessed compliance events stay in the backup of mgccomp");

    private static final Choice WITHOUT_SERVERS =
            new Choice(Run.WAIVE, "Go on without the servers that are missing, as long as one serves");
    private static final Choice AS_IT_STANDS =
            new Choice(Run.WAIVE, "End the run with this noted; your name stands for it");
    private static final Set<String> OF_SERVERS = Set.of("awaitGoLive", "awaitLocalStores", "awaitSessions");

    /** Where the run is going back already, and where the pool is live. */
    private static final Set<String> NO_WAY_BACK = Stream.of(
                    "GoBack", "CheckCopy", "RestoreCopy", "ChatWorks", "ClearUp")
            .map(Model.Gates.DECIDE_PREFIX::concat)
            .collect(Collectors.toUnmodifiableSet());

    private static final List<String> GOING_LIVE = List.of("setActiveServers", "setPoolState");

    /** Whether going back is out of the question: messages may be on the primary. */
    static boolean mayBeLive(Run run) {
        return GOING_LIVE.stream().anyMatch(run::intended);
    }

    /** The choices at this task for the step that failed; going back is one until the pool may be live. */
    static List<Choice> at(String task, String failedStep, Run run) {
        List<Choice> choices = new ArrayList<>(List.of(run.dataAtRisk(failedStep) ? TRY_AGAIN_AT_RISK : TRY_AGAIN));
        if (failedStep.equals("proveQuiescence")) {
            choices.addAll(List.of(STOP_SERVICES, END_SESSIONS));
        }
        if (failedStep.equals("drainCompliance")) {
            choices.add(WAIVE);
        }
        if (OF_SERVERS.contains(failedStep)) {
            choices.add(WITHOUT_SERVERS);
        }
        if (failedStep.equals("proveFailback")) {
            choices.add(AS_IT_STANDS);
        }
        if (!NO_WAY_BACK.contains(task) && !mayBeLive(run)) {
            choices.add(run.intended("initializeSecondary") ? GO_BACK_AT_A_COST : GO_BACK);
        }
        return choices;
    }
}
