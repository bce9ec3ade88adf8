package org.serverroster.bench.rival;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.serverroster.bench.load.Link;
import org.serverroster.bench.load.ScannedStanza;

/**
 * A component that gives every request its own content back as a result: the least that a component can do, and so what a
 * server can bring across. One thread; the answers of one read go out in one write.
 */
public final class EchoComponent {

    private final Link link;
    private final String start;
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

    private EchoComponent(Link link, String start) {
        this.link = link;
        this.start = start;
    }

    /**
     * Attaches and stays until it is killed.
     *
     * @param arguments address and port of the server, its own domain, its secret, and the one who asks
     */
    public static void main(String[] arguments) throws IOException {
        Link link = Link.attach(
                InetAddress.getByName(arguments[0]), Integer.parseInt(arguments[1]), arguments[2], arguments[3]);
        System.out.println("attached");
        new EchoComponent(link, "<iq type='result' from='" + arguments[2] + "' to='" + arguments[4] + "' id='").run();
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
            answers.writeBytes(stanza.content());
        }
    }
}
