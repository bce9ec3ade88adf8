package org.serverroster.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** Stanzas as bytes, ready to be sent once, in order. Of one thread. */
public final class Batch {

    private final byte[] bytes;
    private final int[] starts;
    private int next;

    private Batch(byte[] bytes, int[] starts) {
        this.bytes = bytes;
        this.starts = starts;
    }

    /** @param stanza the one of that number, from {@code first} on */
    public static Batch of(int first, int number, IntFunction<String> stanza) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int[] starts = new int[number + 1];
        for (int i = 0; i < number; i++) {
            all.writeBytes(stanza.apply(first + i).getBytes(StandardCharsets.UTF_8));
            starts[i + 1] = all.size();
        }
        return new Batch(all.toByteArray(), starts);
    }

    /** How many have been sent. */
    public int sent() {
        return next;
    }

    /** Whether all have been sent. */
    public boolean isSent() {
        return next == starts.length - 1;
    }

    /** Sends so many more, or as many as are left. */
    public void send(Link link, int count) throws IOException {
        int now = Math.min(count, starts.length - 1 - next);
        if (now > 0) {
            link.write(bytes, starts[next], starts[next + now] - starts[next]);
            next += now;
        }
    }
}
