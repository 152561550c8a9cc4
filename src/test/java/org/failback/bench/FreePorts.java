package org.failback.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;

/** Ports of the loopback address that nobody had a moment ago. */
final class FreePorts {
    private FreePorts() {}

    static int one() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The first of as many that follow each other. */
    static int inARow(int many) throws IOException {
        for (int first = one(); ; first = one()) {
            int from = first;
            if (from + many < 65_536 && IntStream.range(from, from + many).allMatch(FreePorts::isFree)) {
                return from;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
