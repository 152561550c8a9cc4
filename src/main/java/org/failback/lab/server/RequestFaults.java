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

/**
 * Requests of clients that wait, or lose their connection, where their client can tell nothing: on arrival, or with their
 * whole effect and without their answer. Every call holds the estate's lock.
 */
final class RequestFaults {
    /** A request that waits, for {@code lab.dbo.held_requests}. */
    record Held(ServerSession session, Faults.When when, String text) {}

    /** What becomes of a request. */
    enum Fate {
        HELD,
        LOST
    }

    private static final class Order {
        private final Fate fate;
        private final Faults.When when;
        private final Predicate<String> like;
        private final Predicate<String> program;
        private int times;

        Order(Fate fate, Faults.When when, Predicate<String> like, Predicate<String> program, int times) {
            this.fate = fate;
            this.when = when;
            this.like = like;
            this.program = program;
            this.times = times;
        }
    }

    private final List<Order> orders = new ArrayList<>();
    private final Map<ServerSession, Held> held = new IdentityHashMap<>();

    /** @param times how many requests it strikes; 0 for every one until it is released */
    void order(Fate fate, Faults.When when, String like, String program, int times) throws SqlError {
        orders.add(new Order(fate, when, LikePattern.anyCase(like), LikePattern.anyCase(program), times));
    }

    /**
     * Holds this request until it is released, if that was ordered.
     *
     * @return false when it is to lose its connection
     */
    boolean pass(ServerSession session, Faults.When when, String text) throws Pace.Aborted {
        Optional<Fate> fate = strike(session, when, text);
        if (fate.isEmpty() || fate.get() == Fate.LOST) {
            return fate.isEmpty();
        }
        held.put(session, new Held(session, when, text));
        try {
            new Pace(session.instance().estate()).await(session, () -> !held.containsKey(session));
        } finally {
            held.remove(session);
        }
        return true;
    }

    private Optional<Fate> strike(ServerSession session, Faults.When when, String text) {
        Iterator<Order> all = orders.iterator();
        while (all.hasNext()) {
            Order order = all.next();
            if (order.when == when && order.like.test(text) && order.program.test(session.program())) {
                if (order.times > 0 && --order.times == 0) {
                    all.remove();
                }
                return Optional.of(order.fate);
            }
        }
        return Optional.empty();
    }

    List<Held> held() {
        return List.copyOf(held.values());
    }

    /** Lets go whatever is held, and strikes nothing more. */
    void release() {
        held.clear();
        orders.clear();
    }
}
