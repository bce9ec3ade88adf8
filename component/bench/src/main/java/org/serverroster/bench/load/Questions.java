package org.serverroster.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Trust questions as bytes, ready to be sent, in a shuffled order that is always the same: one about each item, and as
 * many about domains that are no item. Whoever asks more begins again. Of one thread.
 */
public final class Questions {

    private final byte[] bytes;
    private final int[] starts;
    private final boolean[] known;
    private int next;

    private Questions(byte[] bytes, int[] starts, boolean[] known) {
        this.bytes = bytes;
        this.starts = starts;
        this.known = known;
    }

    /**
     * @param items how many items the roster has, at least 1; at most {@code most} are asked about, spread evenly
     * @param asker who asks
     * @param component who is asked
     */
    public static Questions about(int items, int most, String asker, String component) {
        int asked = Math.min(items, most);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 2 * asked; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(267));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int[] starts = new int[order.size() + 1];
        boolean[] known = new boolean[order.size()];
        for (int i = 0; i < order.size(); i++) {
            known[i] = order.get(i) < asked;
            int number = (int) ((long) (order.get(i) % asked) * items / asked) + 1;
            String domain = known[i] ? Peers.known(number) : Peers.unknown(number);
            all.writeBytes(question(i, domain, asker, component).getBytes(StandardCharsets.UTF_8));
            starts[i + 1] = all.size();
        }
        return new Questions(all.toByteArray(), starts, known);
    }

    private static String question(int number, String domain, String asker, String component) {
        return "<iq type='get' id='q" + number + "' from='" + asker + "' to='" + component
                + "' xml:lang='en'><trust xmlns='urn:x-server-roster:trust:1' jid='" + domain + "'/></iq>";
    }

    /** How many different ones there are. */
    public int size() {
        return known.length;
    }

    /** From the first one again. */
    public void rewind() {
        next = 0;
    }

    /** Sends so many more. */
    public void send(Link link, int count) throws IOException {
        int left = count;
        while (left > 0) {
            int now = Math.min(left, size() - next);
            link.write(bytes, starts[next], starts[next + now] - starts[next]);
            next = (next + now) % size();
            left -= now;
        }
    }

    /** Which of them it is that this answers, from 0 on; below 0 if none. */
    public static int numberOf(ScannedStanza answer) {
        String id = answer.id();
        return answer.isResult() && id.matches("q[0-9]+") ? Integer.parseInt(id.substring(1)) : -1;
    }

    /** Why this is no right answer to one of the questions; empty if it is one. */
    public String faultOf(ScannedStanza answer) {
        String text = answer.text();
        int number = numberOf(answer);
        if (number < 0) {
            return text;
        }
        boolean trusted = known[number];
        return text.replace('"', '\'').contains(" trusted='" + trusted + "'") ? "" : text;
    }
}
