package org.serverroster.stream;

import static org.serverroster.stream.Parsing.HEADER;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.serverroster.config.Secret;

/** The server's side as bytes: the test says what is sent and when. Every wait has a deadline. */
final class ScriptedServer implements AutoCloseable {

    static final Secret SECRET = new Secret("open sesame");
    static final String PROOF = "<handshake>" + Handshake.proof(SECRET, "3BF96D32") + "</handshake>";
    static final int DEADLINE_MILLIS = 30_000;

    private final ServerSocket listening;

    /** Kept: a socket that nobody holds any more is closed with the next garbage collection. */
    private final List<Peer> accepted = new CopyOnWriteArrayList<>();

    ScriptedServer() {
        this(open());
    }

    ScriptedServer(ServerSocket listening) {
        this.listening = listening;
        unchecked(() -> {
            listening.setSoTimeout(DEADLINE_MILLIS);
            return null;
        });
    }

    private static ServerSocket open() {
        return unchecked(() -> new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The next connection. */
    Peer accept() {
        Peer peer = unchecked(() -> new Peer(listening.accept()));
        accepted.add(peer);
        return peer;
    }

    /** The next connection, attached. */
    Peer attach() {
        Peer peer = accept();
        peer.readUntil("to='buddies.montague.lit'>");
        peer.write(HEADER);
        peer.readUntil(PROOF);
        peer.write("<handshake/>");
        return peer;
    }

    @Override
    public void close() {
        unchecked(() -> {
            listening.close();
            return null;
        });
    }

    /** One connection. */
    static final class Peer implements AutoCloseable {

        private final Socket socket;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.setTcpNoDelay(true);
        }

        /** Reads up to and with this text, and gives it all. */
        String readUntil(String end) {
            byte[] last = end.getBytes(StandardCharsets.UTF_8);
            byte[] read = new byte[1024];
            int length = 0;
            while (length < last.length || !Arrays.equals(read, length - last.length, length, last, 0, last.length)) {
                int b = unchecked(() -> socket.getInputStream().read());
                if (b < 0) {
                    throw new AssertionError("the end came before " + end);
                }
                if (length == read.length) {
                    read = Arrays.copyOf(read, 2 * length);
                }
                read[length++] = (byte) b;
            }
            return new String(read, 0, length, StandardCharsets.UTF_8);
        }

        /** Reads all that comes up to the end. */
        String readToEnd() {
            return unchecked(() -> new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }

        void write(String text) {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) {
            unchecked(() -> {
                socket.getOutputStream().write(bytes);
                socket.getOutputStream().flush();
                return null;
            });
        }

        /** Ends without a word, and with a reset if anything was left unread. */
        @Override
        public void close() {
            unchecked(() -> {
                socket.close();
                return null;
            });
        }

        /** Ends with a reset, as a server that crashed does. */
        void reset() {
            unchecked(() -> {
                socket.setSoLinger(true, 0);
                socket.close();
                return null;
            });
        }
    }

    private interface Doing<T> {
        T run() throws IOException;
    }

    private static <T> T unchecked(Doing<T> doing) {
        try {
            return doing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
