package org.failback.lab.server;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        STALL,
        SKIP_RESTORE
    }

    /**
     * A fault that waits for its statement.
     *
     * @param number the error of FAIL, the percent of STALL at which progress ends
     */
    private static final class Armed {
        private final Kind kind;
        private final When when;
        private final LikePattern like;
        private final int number;
        private int times;

        Armed(Kind kind, When when, LikePattern like, int number, int times) {
            this.kind = kind;
            this.when = when;
            this.like = like;
            this.number = number;
            this.times = times;
        }
    }

    private final List<Armed> armed = new ArrayList<>();
    private final Map<ServerSession, Integer> stalled = new IdentityHashMap<>();

    /** @param times how many statements it strikes; 0 for every one until it is forgotten */
    void arm(Kind kind, When when, String like, int number, int times) {
        armed.add(new Armed(kind, when, new LikePattern(like), number, times));
    }

    /** Takes the fault that this statement has run into; its number, or nothing. */
    Optional<Integer> strike(Kind kind, When when, String statement) {
        Iterator<Armed> all = armed.iterator();
        while (all.hasNext()) {
            Armed fault = all.next();
            if (fault.kind == kind && fault.when == when && fault.like.matches(statement)) {
                if (fault.times > 0 && --fault.times == 0) {
                    all.remove();
                }
                return Optional.of(fault.number);
            }
        }
        return Optional.empty();
    }

    void stall(ServerSession session, int percent) {
        stalled.put(session, percent);
    }

    /** The percent beyond which this session's statement must not go; 100 when nothing holds it. */
    int limit(ServerSession session) {
        return stalled.getOrDefault(session, 100);
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
