package org.failback.lab.server;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.LikePattern;

/**
 * Requests of clients that wait where their client can tell nothing: on arrival, or with their whole effect and without
 * their answer. Every call holds the estate's lock.
 */
final class RequestHolds {
    /** A request that waits, for {@code lab.dbo.held_requests}. */
    record Held(ServerSession session, Faults.When when, String text) {}

    private static final class Order {
        private final Faults.When when;
        private final Predicate<String> like;
        private final Predicate<String> program;
        private int times;

        Order(Faults.When when, Predicate<String> like, Predicate<String> program, int times) {
            this.when = when;
            this.like = like;
            this.program = program;
            this.times = times;
        }
    }

    private final List<Order> orders = new ArrayList<>();
    private final Map<ServerSession, Held> held = new IdentityHashMap<>();

    /** @param times how many requests it holds; 0 for every one until it is released */
    void order(Faults.When when, String like, String program, int times) throws SqlError {
        orders.add(new Order(when, LikePattern.anyCase(like), LikePattern.anyCase(program), times));
    }

    /** Holds this request, if that was ordered, until it is released. */
    void pass(ServerSession session, Faults.When when, String text) throws Pace.Aborted {
        if (!strikes(session, when, text)) {
            return;
        }
        held.put(session, new Held(session, when, text));
        try {
            Pace pace = new Pace(session.instance().estate());
            pace.await(session, () -> !held.containsKey(session));
        } finally {
            held.remove(session);
        }
    }

    private boolean strikes(ServerSession session, Faults.When when, String text) {
        Iterator<Order> all = orders.iterator();
        while (all.hasNext()) {
            Order order = all.next();
            if (order.when == when && order.like.test(text) && order.program.test(session.program())) {
                if (order.times > 0 && --order.times == 0) {
                    all.remove();
                }
                return true;
            }
        }
        return false;
    }

    List<Held> held() {
        return List.copyOf(held.values());
    }

    /** Lets go whatever is held, and holds nothing more. */
    void release() {
        held.clear();
        orders.clear();
    }
}
