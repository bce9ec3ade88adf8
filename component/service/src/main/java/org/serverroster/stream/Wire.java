package org.serverroster.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One connection to the server, TLS or not, and why it ended.
 *
 * <p>The reader thread reads, the writer thread writes, any thread may {@link #abort}: a blocked read or write then
 * fails at once.
 */
final class Wire {

    /** The TCP socket itself: closing a TLS socket can wait for a write that hangs. */
    private final Socket raw;

    private final AtomicReference<StreamEnd> why = new AtomicReference<>();
    private volatile Socket talking;

    Wire(Socket raw) {
        this.raw = raw;
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
