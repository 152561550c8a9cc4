package org.failback.lab.server;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.LikePattern;

/** What one instance was asked to do wrong, each by a pattern that the text of a statement must match. */
final class Faults {
    /** When a fault strikes. */
    enum When {
        BEFORE,
        AFTER
    }

    /** What happens then. */
    enum Kind {
        FAIL,
        DROP_CONNECTION,
        /** The client gets bytes that are no TDS. */
        GARBLE,
        STALL,
        DELAY,
        SKIP_RESTORE,
        /** SQL Server Agent dies when the statement has come so far. */
        STOP_AGENT,
        /** The pattern is the path of a backup file, which is damaged as soon as it was written. */
        DAMAGE_BACKUP
    }

    /**
     * What was asked for in particular; a kind uses what it needs.
     *
     * @param number the error of FAIL, the percent at which STALL and STOP_AGENT hold the work, the milliseconds of DELAY
     * @param severity of the error; 0 for that which SQL Server gives it
     * @param state of the error
     * @param text of the error; empty for that which SQL Server gives it
     */
    record Detail(int number, int severity, int state, String text) {
        static final Detail NONE = of(0);

        static Detail of(int number) {
            return new Detail(number, 0, 1, "");
        }
    }

    /** A fault that waits for its statement. */
    private static final class Armed {
        private final Kind kind;
        private final When when;
        private final Predicate<String> like;
        private final Detail detail;
        private int times;

        Armed(Kind kind, When when, Predicate<String> like, Detail detail, int times) {
            this.kind = kind;
            this.when = when;
            this.like = like;
            this.detail = detail;
            this.times = times;
        }
    }

    /** A statement that is held at a percentage; what happens when it gets there. */
    private record Held(int percent, Runnable there) {}

    private final List<Armed> armed = new ArrayList<>();
    private final Map<ServerSession, Held> stalled = new IdentityHashMap<>();

    /** @param times how many statements it strikes; 0 for every one until it is forgotten */
    void arm(Kind kind, When when, String like, Detail detail, int times) throws SqlError {
        armed.add(new Armed(kind, when, LikePattern.anyCase(like), detail, times));
    }

    /** Takes the fault that this statement has run into, if it has. */
    Optional<Detail> strike(Kind kind, When when, String statement) {
        Iterator<Armed> all = armed.iterator();
        while (all.hasNext()) {
            Armed fault = all.next();
            if (fault.kind == kind && fault.when == when && fault.like.test(statement)) {
                if (fault.times > 0 && --fault.times == 0) {
                    all.remove();
                }
                return Optional.of(fault.detail);
            }
        }
        return Optional.empty();
    }

    /** @param there happens once, when the work of the session's statement has come so far */
    void stall(ServerSession session, int percent, Runnable there) {
        stalled.put(session, new Held(percent, there));
    }

    /** The percent beyond which this session's statement must not go; 100 when nothing holds it. */
    int limit(ServerSession session) {
        Held held = stalled.get(session);
        return held == null ? 100 : held.percent();
    }

    /** The work of the session's statement has come as far as it may. */
    void reached(ServerSession session) {
        Held held = stalled.get(session);
        if (held != null) {
            stalled.put(session, new Held(held.percent(), () -> {}));
            held.there().run();
        }
    }

    boolean isStalled(ServerSession session) {
        return stalled.containsKey(session);
    }

    void forget(ServerSession session) {
        stalled.remove(session);
    }

    /** Lets go whatever is held. */
    void release() {
        stalled.clear();
        armed.removeIf(fault -> fault.kind == Kind.STALL);
    }

    void reset() {
        release();
        armed.clear();
    }
}
