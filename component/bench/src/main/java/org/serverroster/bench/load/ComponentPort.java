package org.serverroster.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

/** Where a component connects to. One at a time is taken in; of one thread. */
public final class ComponentPort implements AutoCloseable {

    private final ServerSocket listening;

    private ComponentPort(ServerSocket listening) {
        this.listening = listening;
    }

    /** Listens on a free port of 127.0.0.1. */
    public static ComponentPort open() throws IOException {
        return new ComponentPort(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
    }

    /** The port. */
    public int number() {
        return listening.getLocalPort();
    }

    /** Waits for a component, and returns when it has been told that it is attached. */
    public Link accept(Duration limit) throws IOException {
        listening.setSoTimeout((int) limit.toMillis());
        return Link.takeIn(listening.accept());
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
