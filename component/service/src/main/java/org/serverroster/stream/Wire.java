package org.serverroster.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One connection to the server, TLS or not, and why it ended.
 *
 * <p>The reader thread reads, one thread at a time writes, any thread may {@link #abort}: a blocked read or write then
 * fails at once.
 */
final class Wire {

    /** The TCP socket itself: closing a TLS socket can wait for a write that hangs. */
    private final Socket raw;

    private final SocketChannel channel;

    private final AtomicReference<StreamEnd> why = new AtomicReference<>();
    private volatile Socket talking;

    Wire(SocketChannel channel) {
        this.channel = channel;
        this.raw = channel.socket();
        this.talking = raw;
    }

    Socket raw() {
        return raw;
    }

    /** Puts TLS in place. */
    void secure(Socket tls) {
        talking = tls;
    }

    InputStream input() throws IOException {
        return talking.getInputStream();
    }

    OutputStream output() throws IOException {
        return talking.getOutputStream();
    }

    /** Whether {@link #writeWhatFits} can be used: what goes out over TLS has to be written as a whole. */
    boolean isPlain() {
        return talking == raw;
    }

    /**
     * Writes as much as the connection takes without a wait, and returns how many bytes that are. Of the reader thread
     * alone, while nobody else writes: meanwhile the connection is one that does not wait, for reading as well.
     */
    int writeWhatFits(ByteBuffer bytes) throws IOException {
        channel.configureBlocking(false);
        try {
            return channel.write(bytes);
        } finally {
            channel.configureBlocking(true);
        }
    }

    /** Ends the connection at once; only the first reason counts. */
    void abort(StreamEnd reason) {
        why.compareAndSet(null, reason);
        try {
            raw.close();
        } catch (IOException e) {
            // A socket that fails to close is of no more use than one that is closed.
        }
    }

    /** Ends the connection in order: over TLS the server is told. */
    void close() throws IOException {
        talking.close();
    }

    /** Why it was aborted, if it was. */
    Optional<StreamEnd> aborted() {
        return Optional.ofNullable(why.get());
    }
}
