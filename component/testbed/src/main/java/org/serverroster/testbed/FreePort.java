package org.serverroster.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;

/** Finds ports that nobody listens on. Stateless; any thread. */
public final class FreePort {

    /** Below the ports that the kernel gives to outgoing connections: a server that restarts finds its port free. */
    private static final int FIRST = 20_000;

    private static final int COUNT = 12_000;
    private static final int ATTEMPTS = 1_000;

    private FreePort() {}

    /** A port of 127.0.0.1, which the machine's other tests share; taken at random, so that two rarely meet. */
    public static int onLoopback() {
        Random random = new Random();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = FIRST + random.nextInt(COUNT);
            if (isFree(new InetSocketAddress(loopback, port))) {
                return port;
            }
        }
        throw new IllegalStateException("No free port on " + loopback);
    }

    static boolean isFree(InetSocketAddress endpoint) {
        try (ServerSocket probe = new ServerSocket()) {
            // A connection that ended a moment ago does not keep a server from listening.
            probe.setReuseAddress(true);
            probe.bind(endpoint);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
