package org.serverroster.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A network between a component and its server that can be made to fail: a TCP relay on loopback that cuts its
 * connections, also in the middle of a stanza, holds them up, lets them vanish without a word, or takes none. A thread
 * of its own accepts, two a connection carry; any thread may call.
 */
public final class FaultyLink implements AutoCloseable {

    /** Little is under way, so that who writes soon feels that nobody reads. */
    private static final int BUFFER = 16 * 1024;

    private static final int CONNECT_MILLIS = 5_000;

    /** Which way bytes go. */
    public enum Direction {
        TO_SERVER,
        TO_COMPONENT
    }

    /** Sees what was carried to its end. Called on the thread that carries that direction of one connection. */
    @FunctionalInterface
    public interface Tap {
        void carried(Direction direction, byte[] bytes, int length);
    }

    /** @param bytes of the next stanza that still arrive; at least 1 */
    private record Cut(Direction direction, int bytes) {}

    private final InetSocketAddress server;
    private final Tap tap;
    private final ServerSocket door;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Cut> armed = new AtomicReference<>();
    private final Object flow = new Object();
    private boolean stalled;
    private volatile boolean refusing;
    private volatile boolean muted;
    private volatile boolean closed;

    private FaultyLink(ServerSocket door, InetSocketAddress server, Tap tap) {
        this.door = door;
        this.server = server;
        this.tap = tap;
    }

    /**
     * Listens on a free port of the address and carries what connects there to the server. That need not run yet.
     *
     * @param tap sees what was carried
     */
    public static FaultyLink open(InetAddress address, InetSocketAddress server, Tap tap) {
        try {
            ServerSocket door = new ServerSocket();
            // Before it is bound, so that accepted connections have it from their first byte.
            door.setReceiveBufferSize(BUFFER);
            door.bind(new InetSocketAddress(address, 0));
            FaultyLink link = new FaultyLink(door, server, tap);
            daemon("link to " + server, link::accept);
            return link;
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot listen on " + address, fault);
        }
    }

    /** Where it listens. */
    public int port() {
        return door.getLocalPort();
    }

    /** Whether a connection is open that carries. */
    public boolean connected() {
        return connections.stream().anyMatch(connection -> !connection.vanished);
    }

    /** Resets every connection: what was under way is lost to both ends. */
    public void cut() {
        connections.forEach(Connection::reset);
    }

    /**
     * Ends the connection that next carries the beginning of a stanza in that direction, after so many bytes of it;
     * what was before it arrives.
     *
     * @param bytes at least 1; of a shorter stanza all but the last byte
     */
    public void cutInStanza(Direction direction, int bytes) {
        armed.set(new Cut(direction, Math.max(1, bytes)));
    }

    /** Whether a cut waits for its stanza. */
    public boolean armed() {
        return armed.get() != null;
    }

    /** Takes back a cut that no stanza has come for. Whether there was one. */
    public boolean disarm() {
        return armed.getAndSet(null) != null;
    }

    /** Holds up every byte, in both directions, until {@link #flow}. */
    public void stall() {
        synchronized (flow) {
            stalled = true;
        }
    }

    /** Goes on after {@link #stall}. */
    public void flow() {
        synchronized (flow) {
            stalled = false;
            flow.notifyAll();
        }
    }

    /**
     * Leaves every connection half open: the server's end breaks; what the component writes goes nowhere, and it hears
     * nothing, not even of the end.
     */
    public void vanish() {
        connections.forEach(Connection::vanish);
    }

    /** Tells the components, by a reset, of the connections that vanished. */
    public void resetVanished() {
        connections.stream().filter(connection -> connection.vanished).forEach(Connection::reset);
    }

    /** Whether what components write is lost on the way, while they go on hearing the server. End it with a cut. */
    public void mute(boolean mute) {
        muted = mute;
    }

    /** Whether new connections are closed at once. */
    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** Ends all. */
    @Override
    public void close() {
        closed = true;
        flow();
        quietly(door);
        cut();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket component = door.accept();
                if (refusing) {
                    component.setSoLinger(true, 0);
                    component.close();
                } else {
                    // Connecting may take its time, and another may wait at the door.
                    daemon("link to " + server + ", connecting", () -> connect(component));
                }
            } catch (IOException endedOrOne) {
                // The door is closed, or one connection broke before it was taken.
            }
        }
    }

    private void connect(Socket component) {
        Socket onward = new Socket();
        try {
            onward.setReceiveBufferSize(BUFFER);
            onward.connect(server, CONNECT_MILLIS);
            component.setTcpNoDelay(true);
            onward.setTcpNoDelay(true);
        } catch (IOException noServer) {
            quietly(onward);
            quietly(component);
            return;
        }
        Connection connection = new Connection(component, onward);
        connections.add(connection);
        if (closed) {
            connection.reset();
        }
        daemon("link to " + server + ", to it", () -> connection.carry(Direction.TO_SERVER));
        daemon("link to " + server + ", from it", () -> connection.carry(Direction.TO_COMPONENT));
    }

    private void awaitFlow() throws InterruptedException {
        synchronized (flow) {
            while (stalled) {
                flow.wait();
            }
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void quietly(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception gone) {
            // It is closed, one way or the other.
        }
    }

    /** One connection of a component's, and the one to the server that belongs to it. */
    private final class Connection {

        private final Socket component;
        private final Socket onward;
        private volatile boolean vanished;

        Connection(Socket component, Socket onward) {
            this.component = component;
            this.onward = onward;
        }

        void carry(Direction direction) {
            boolean toServer = direction == Direction.TO_SERVER;
            byte[] bytes = new byte[BUFFER];
            try {
                InputStream in = (toServer ? component : onward).getInputStream();
                OutputStream out = (toServer ? onward : component).getOutputStream();
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    awaitFlow();
                    if (vanished) {
                        if (!toServer) {
                            return;
                        }
                        continue;
                    }
                    if (muted && toServer) {
                        continue;
                    }
                    int whole = beforeCut(direction, bytes, count);
                    out.write(bytes, 0, whole);
                    tap.carried(direction, bytes, whole);
                    if (whole < count) {
                        end();
                        return;
                    }
                }
            } catch (IOException broken) {
                // Either end, or a fault that was asked for.
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            if (!vanished) {
                end();
            }
        }

        private int beforeCut(Direction direction, byte[] bytes, int count) {
            Cut cut = armed.get();
            if (cut == null || cut.direction() != direction) {
                return count;
            }
            int start = startOfStanza(bytes, count);
            return start < 0 || !armed.compareAndSet(cut, null) ? count : Math.min(start + cut.bytes(), count - 1);
        }

        /** Both ends hear of the end in order, after what was carried. */
        void end() {
            connections.remove(this);
            quietly(component);
            quietly(onward);
        }

        void reset() {
            connections.remove(this);
            reset(component);
            reset(onward);
        }

        void vanish() {
            vanished = true;
            reset(onward);
        }

        private void reset(Socket socket) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException closed) {
                // Then it was ended already.
            }
            quietly(socket);
        }
    }

    /** Where the first stanza begins in what was read at once; -1 where none does. */
    static int startOfStanza(byte[] bytes, int count) {
        for (int i = 0; i + 1 < count; i++) {
            // presence, iq, message: not the stream's own elements, not an end tag.
            if (bytes[i] == '<' && (bytes[i + 1] == 'p' || bytes[i + 1] == 'i' || bytes[i + 1] == 'm')) {
                return i;
            }
        }
        return -1;
    }
}
