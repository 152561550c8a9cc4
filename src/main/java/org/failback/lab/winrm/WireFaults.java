package org.failback.lab.winrm;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What goes wrong on the way to one endpoint, and what has come by; for tests and rehearsals. Safe for many threads.
 *
 * <p>{@code times} counts requests; 0 stands for every one until {@link #reset}. An empty action stands for any.
 */
public final class WireFaults {
    /** How much one Receive carries away at most, in bytes: a long answer needs several, as it does on Windows. */
    private static final int USUAL_SHARE = 4096;

    private static final class Armed {
        private final Optional<Action> action;
        private final Harm harm;
        private final boolean always;
        private int left;

        Armed(Optional<Action> action, Harm harm, int times) {
            this.action = action;
            this.harm = harm;
            this.always = times == 0;
            this.left = times;
        }
    }

    private final List<Armed> armed = new ArrayList<>();
    private final Map<Action, Integer> seen = new EnumMap<>(Action.class);
    private final AtomicReference<Runnable> restart = new AtomicReference<>(() -> {});
    private int refusedLogins;
    private int share = USUAL_SHARE;

    /** The next so many requests of this kind take effect, but their answer is lost with the connection. */
    public void loseAnswers(Action action, int times) {
        loseAnswers(Optional.of(action), times);
    }

    /** The same, for any kind of request. */
    public void loseAnswers(Optional<Action> action, int times) {
        arm(action, Harm.Kind.LOST_AFTER, 0, times);
    }

    /** The connection is lost before the request has had any effect. */
    public void loseRequests(Optional<Action> action, int times) {
        arm(action, Harm.Kind.LOST_BEFORE, 0, times);
    }

    /** The request takes effect, and the connection is lost in the middle of its answer. */
    public void cutAnswers(Optional<Action> action, int times) {
        arm(action, Harm.Kind.CUT, 0, times);
    }

    /** The request takes effect, and the answer is no SOAP. */
    public void garbleAnswers(Optional<Action> action, int times) {
        arm(action, Harm.Kind.GARBAGE, 0, times);
    }

    /** An HTTP status instead of any effect: 401, 500, 503. */
    public void answerStatus(Optional<Action> action, int status, int times) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("HTTP status " + status + "; a refusal is 400 to 599");
        }
        arm(action, Harm.Kind.STATUS, status, times);
    }

    /**
     * A SOAP fault instead of any effect.
     *
     * @param code Windows' number, as 2150858843
     */
    public void answerFault(Optional<Action> action, long code, int times) {
        if (!WsManFault.knows(code)) {
            throw new IllegalArgumentException("the WS-Man fault " + code);
        }
        arm(action, Harm.Kind.FAULT, code, times);
    }

    /** How many bytes of output one Receive carries away at most; an answer then breaks anywhere. */
    public synchronized void shareAtMost(int bytes) {
        share = Math.max(1, bytes);
    }

    /** The service restarts: every shell and command in it is gone, and their clients are told so when they ask. */
    public void restartService() {
        restart.get().run();
    }

    void onRestart(Runnable action) {
        restart.set(action);
    }

    /** Takes everything back; what was counted stays. */
    public synchronized void reset() {
        armed.clear();
        share = USUAL_SHARE;
    }

    /** How often this kind of request arrived. */
    public synchronized int seen(Action action) {
        return seen.getOrDefault(action, 0);
    }

    /** How often a login with a wrong password or name was refused. */
    public synchronized int refusedLogins() {
        return refusedLogins;
    }

    synchronized int share() {
        return share;
    }

    synchronized void count(Action action) {
        seen.merge(action, 1, Integer::sum);
    }

    synchronized void countRefusedLogin() {
        refusedLogins++;
    }

    /** Takes the harm that this request has run into, if there is one at this moment. */
    synchronized Optional<Harm> strike(Action action, boolean afterEffect) {
        Iterator<Armed> all = armed.iterator();
        while (all.hasNext()) {
            Armed fault = all.next();
            if (fault.harm.kind().afterEffect() == afterEffect
                    && fault.action.map(action::equals).orElse(true)) {
                if (!fault.always && --fault.left <= 0) {
                    all.remove();
                }
                return Optional.of(fault.harm);
            }
        }
        return Optional.empty();
    }

    private synchronized void arm(Optional<Action> action, Harm.Kind kind, long number, int times) {
        armed.add(new Armed(action, new Harm(kind, number), times));
    }
}
