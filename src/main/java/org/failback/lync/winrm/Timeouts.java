package org.failback.lync.winrm;

import java.time.Duration;

/**
 * How long single requests may take; the whole call has its deadline besides.
 *
 * @param connect until a connection stands
 * @param poll how long the server may hold back an answer ({@code OperationTimeout}); 20 to 30 s, so that it stays below
 *     what sockets and proxies on the way allow
 * @param margin what a socket waits beyond {@code poll}
 */
public record Timeouts(Duration connect, Duration poll, Duration margin) {
    /** 10 s, 20 s and 10 s. */
    public static Timeouts standard() {
        return new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(10));
    }

    Duration receive() {
        return poll.plus(margin);
    }
}
