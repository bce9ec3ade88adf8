package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.stream.Heard.Running;
import org.serverroster.stream.ScriptedServer.Peer;
import org.serverroster.stream.StreamSettings.Limits;

/** What is answered straight from the bytes is written by the reader thread, where that does not wait. */
class AnswersOnTheWireTest {

    private static final Limits WIDE = new Limits(0, 64, 64, 1_000_000, 1 << 30);
    private static final int SMALL = 100;
    private static final int LARGE = 8_000;

    private final Heard heard = new Heard();

    @Test
    void anAnswerGoesOutWithoutThatAnythingElseIsSent() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = new Answering(heard, 3).run(Heard.settings(server))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            for (int i = 0; i < 1_000; i++) {
                peer.write(Answering.question(i));
                assertThat(peer.readUntil("</iq>")).isEqualTo("<iq re='" + i + "'>xxx</iq>");
            }
            Heard.until(() -> heard.written.get() == 1_000);
            assertThat(running.stream().queued()).isZero();
        }
    }

    @Test
    @DisplayName("RFC 6120, section 10.1: in-order processing: answers and what other threads send, each in its order")
    void orderIsKeptWhoeverWrites() throws InterruptedException {
        int threads = 2;
        int each = 1_000;
        try (ScriptedServer server = new ScriptedServer();
                Running running =
                        new Answering(heard, SMALL).run(Heard.settings(server.port(), WIDE, Timings.PATIENT))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            List<Thread> senders = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int sender = t;
                senders.add(start(() -> {
                    for (int i = 0; i < each; i++) {
                        running.stream().send(Heard.presence(sender + "-" + i));
                    }
                }));
            }
            senders.add(start(() -> {
                for (int i = 0; i < each; i++) {
                    peer.write(Answering.question(i));
                }
            }));
            for (Thread sender : senders) {
                sender.join();
            }
            peer.write("<presence id='asked all'/>");
            assertThat(heard.next()).isEqualTo("<presence id='asked all'/>");
            running.stream().send(Heard.presence("last"));
            Matcher stanzas = Pattern.compile(
                            "<presence [^>]*id='(\\d)-(\\d+)'/>|<iq re='(\\d+)'>x{" + SMALL + "}</iq>")
                    .matcher(peer.readUntil("id='last'/>"));
            int[] next = new int[threads + 1];
            int end = 0;
            while (stanzas.find()) {
                assertThat(stanzas.start()).as("nothing is torn").isEqualTo(end);
                end = stanzas.end();
                boolean sent = stanzas.group(1) != null;
                int sender = sent ? Integer.parseInt(stanzas.group(1)) : threads;
                assertThat(Integer.parseInt(stanzas.group(sent ? 2 : 3))).isEqualTo(next[sender]++);
            }
            assertThat(next).containsOnly(each);
            assertThat(heard.dropped).hasValue(0);
        }
    }

    @Test
    void aServerThatDoesNotReadIsStillReadAndGetsAllOnceItDoes() throws InterruptedException, IOException {
        try (ScriptedServer server = narrow();
                Running running =
                        new Answering(heard, LARGE).run(Heard.settings(server.port(), WIDE, Timings.PATIENT))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            int questions = askUntilAnswersWait(peer, running.stream());
            peer.write("<presence id='meanwhile'/>");
            assertThat(heard.next()).isEqualTo("<presence id='meanwhile'/>");
            readAnswers(peer, questions);
            Heard.until(() -> heard.written.get() == questions);
            assertThat(heard.dropped).hasValue(0);
            peer.write(Answering.question(questions));
            assertThat(peer.readUntil("</iq>")).startsWith("<iq re='" + questions + "'>");
        }
    }

    @Test
    void whatAServerDoesNotReadIsBoundedAndItIsGivenUp() throws InterruptedException, IOException {
        Limits narrow = new Limits(0, 64, 64, 1_000, 1 << 20);
        try (ScriptedServer server = narrow();
                Running running = new Answering(heard, LARGE)
                        .run(Heard.settings(server.port(), narrow, Timings.writeStall(Duration.ofMillis(1500))))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            for (int i = askUntilAnswersWait(peer, running.stream()); heard.dropped.get() == 0; i++) {
                peer.write(Answering.question(i));
            }
            peer.write("<presence id='meanwhile'/>");
            assertThat(heard.next()).isEqualTo("<presence id='meanwhile'/>");
            // The queue may have been full while the sockets were not: they are once it asks on.
            start(() -> askOn(peer));
            assertThat(heard.next()).isEqualTo("detached write-stalled");
            server.attach();
            assertThat(heard.next()).isEqualTo("attached");
        }
    }

    @Test
    void whatTheServerTookInPartIsFinishedBeforeTheEnd() throws InterruptedException, IOException {
        try (ScriptedServer server = narrow();
                Running running =
                        new Answering(heard, LARGE).run(Heard.settings(server.port(), WIDE, Timings.PATIENT))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            int questions = askUntilAnswersWait(peer, running.stream());
            Thread closing = start(() -> running.stream().close(Duration.ofSeconds(30)));
            readAnswers(peer, questions);
            assertThat(peer.readUntil(">")).isEqualTo("</stream:stream>");
            peer.write("</stream:stream>");
            closing.join();
            assertThat(heard.next()).isEqualTo("detached closed");
        }
    }

    /**
     * Asks one after the other until the sockets are full: the rest of one answer waits, or is with the writer thread and
     * the next waits behind it.
     *
     * @return how many were asked, each of which was taken
     */
    private int askUntilAnswersWait(Peer peer, ComponentStream stream) throws InterruptedException {
        int asked = 0;
        while (stream.queued() == 0) {
            int now = ++asked;
            peer.write(Answering.question(now - 1));
            Heard.until(() -> heard.read.get() == now);
        }
        return asked;
    }

    private static void askOn(Peer peer) {
        try {
            while (true) {
                peer.write(Answering.question(0));
            }
        } catch (RuntimeException | AssertionError e) {
            // It was given up, as the test waits for.
        }
    }

    /** A server whose sockets hold little. */
    private static ScriptedServer narrow() throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReceiveBufferSize(16 << 10);
        listening.bind(new InetSocketAddress("127.0.0.1", 0));
        return new ScriptedServer(listening);
    }

    private static void readAnswers(Peer peer, int questions) {
        for (int i = 0; i < questions; i++) {
            assertThat(peer.readUntil("</iq>")).isEqualTo("<iq re='" + i + "'>" + "x".repeat(LARGE) + "</iq>");
        }
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        return thread;
    }
}
