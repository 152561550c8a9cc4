package org.failback.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports one after the other, as a lab in a process of its own is given them; below those that clients get. */
final class Ports {
    private static final int LEAST = 20_000;
    private static final int MOST = 32_000;
    private static final int TRIES = 100;

    private Ports() {}

    static int inARow(int number) {
        for (int i = 0; i < TRIES; i++) {
            int first = ThreadLocalRandom.current().nextInt(LEAST, MOST - number);
            if (areFree(first, number)) {
                return first;
            }
        }
        throw new AssertionError("There are no " + number + " free ports in a row from " + LEAST + " to " + MOST);
    }

    private static boolean areFree(int first, int number) {
        List<ServerSocket> open = new ArrayList<>();
        try {
            for (int port = first; port < first + number; port++) {
                open.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
            }
            return true;
        } catch (IOException taken) {
            return false;
        } finally {
            open.forEach(Ports::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
