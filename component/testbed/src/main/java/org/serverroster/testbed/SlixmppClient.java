package org.serverroster.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A person's client of another make: Debian's python3-slixmpp in a process of its own, logged in, that runs commands
 * (XEP-0050) through its own plugin's work flow. It ends with this JVM. One thread.
 */
public final class SlixmppClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SCRIPT = "slixmpp_client.py";
    private static final int LINES_KEPT = 1_000;

    private final String jid;
    private final Process process;
    private final Writer orders;
    private final Inbox<String> answers;

    private SlixmppClient(String jid, Process process) {
        this.jid = jid;
        this.process = process;
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = new Inbox<>("slixmpp of " + jid, LINES_KEPT);
    }

    /**
     * Logs in.
     *
     * @param service whose commands it runs
     * @param folder for the script
     */
    public static SlixmppClient connect(XmppServer server, String local, String password, String service, Path folder) {
        String jid = local + "@" + server.domain();
        try (InputStream script = SlixmppClient.class.getResourceAsStream(SCRIPT)) {
            Files.createDirectories(folder);
            Files.copy(script, folder.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
            ProcessBuilder builder = new ProcessBuilder(
                            // Debian's own, whatever else is on the path: the package is for that one.
                            "/usr/bin/python3",
                            SCRIPT,
                            server.address().getHostAddress(),
                            Integer.toString(server.c2sPort()),
                            jid + "/slixmpp",
                            service)
                    .directory(folder.toFile())
                    .redirectErrorStream(true);
            builder.environment().put("SLIXMPP_PASSWORD", password);
            SlixmppClient client = new SlixmppClient(jid, builder.start());
            client.listen();
            client.answers.await("login", PATIENCE, line -> line.equals("ready"));
            return client;
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot start slixmpp", fault);
        }
    }

    private void listen() {
        Thread thread = new Thread(this::read, "slixmpp of " + jid);
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.put(line);
            }
            answers.end("the process ended");
        } catch (IOException fault) {
            answers.end("its output broke: " + fault.getMessage());
        }
    }

    /** The commands that the service shows, as it answered. */
    public Stanza items() {
        return order(List.of("items"));
    }

    /** Begins a command. */
    public Stanza start(String node) {
        return order(List.of("start", node));
    }

    /** Goes on: next, prev, complete or cancel, with the form filled in as {@code var=value}. */
    public Stanza go(String direction, String... answers) {
        List<String> words = new ArrayList<>(List.of(direction));
        words.addAll(List.of(answers));
        return order(words);
    }

    private Stanza order(List<String> words) {
        try {
            orders.write(String.join("\t", words) + "\n");
            orders.flush();
        } catch (IOException fault) {
            throw new AssertionError("slixmpp takes no orders: " + answers.contents(), fault);
        }
        return Stanza.parse(answers.await("answer to " + words, PATIENCE, line -> line.startsWith("<")));
    }

    /** Logs out. */
    @Override
    public void close() {
        try (orders) {
            orders.flush();
        } catch (IOException alreadyGone) {
            // Its end of the pipe is closed: it has ended.
        }
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("slixmpp did not log out: " + answers.contents());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
