package org.serverroster.bench.rival;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.serverroster.bench.load.Link;
import org.serverroster.bench.load.ScannedStanza;

/**
 * A component that gives every request its own content back as a result: the least that a component can do, and so what a
 * server can bring across. One thread; the answers of one read go out in one write.
 *
 * <p>A verdict is longer than its question, and a longer answer costs the server more. So the echo can be told to fill its
 * answers up to what the service says, which it takes from the beginning of the name asked about.
 */
public final class EchoComponent {

    /** Add to the arguments to get answers as long as the service's. */
    public static final String AS_LONG = "as-long";

    private static final byte[] END = "/></iq>".getBytes(StandardCharsets.UTF_8);
    private static final byte[] KNOWN = "jid='peer".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TRUSTED =
            " trusted='true' subscription='from' since='2026-11-20T12:00:00Z'".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOT_TRUSTED = " trusted='false'".getBytes(StandardCharsets.UTF_8);

    private final Link link;
    private final String start;
    private final boolean asLong;
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

    private EchoComponent(Link link, String start, boolean asLong) {
        this.link = link;
        this.start = start;
        this.asLong = asLong;
    }

    /**
     * Attaches and stays until it is killed.
     *
     * @param arguments address and port of the server, its own domain, its secret, the one who asks, and perhaps {@link
     *     #AS_LONG}
     */
    public static void main(String[] arguments) throws IOException {
        Link link = Link.attach(
                InetAddress.getByName(arguments[0]), Integer.parseInt(arguments[1]), arguments[2], arguments[3]);
        System.out.println("attached");
        boolean asLong = arguments.length > 5 && arguments[5].equals(AS_LONG);
        String start = "<iq type='result' from='" + arguments[2] + "' to='" + arguments[4] + "' id='";
        new EchoComponent(link, start, asLong).run();
    }

    private void run() throws IOException {
        while (true) {
            link.receive(this::answer);
            byte[] bytes = answers.toByteArray();
            answers.reset();
            link.write(bytes, 0, bytes.length);
        }
    }

    private void answer(ScannedStanza stanza) {
        if (stanza.isRequest()) {
            answers.writeBytes((start + stanza.id() + "'>").getBytes(StandardCharsets.UTF_8));
            byte[] content = stanza.content();
            int end = asLong ? content.length - END.length : content.length;
            answers.write(content, 0, end);
            if (asLong) {
                answers.writeBytes(isKnown(content) ? TRUSTED : NOT_TRUSTED);
                answers.writeBytes(END);
            }
        }
    }

    private static boolean isKnown(byte[] content) {
        for (int i = 0; i + KNOWN.length <= content.length; i++) {
            if (content[i] == 'j' && Arrays.equals(content, i, i + KNOWN.length, KNOWN, 0, KNOWN.length)) {
                return true;
            }
        }
        return false;
    }
}
