package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.serverroster.stream.ScriptedServer.Peer;

/** The end of a stream that we want. */
class CloseTest {

    private final Heard heard = new Heard();

    @Test
    void anOrderlyCloseSendsWhatWasQueuedAndWaitsForTheServersEnd() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer()) {
            ComponentStream stream = heard.start(Heard.settings(server));
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            for (int i = 0; i < 5000; i++) {
                assertThat(stream.send(Heard.presence("n" + i))).isTrue();
            }
            CountDownLatch closed = new CountDownLatch(1);
            Thread closer = new Thread(() -> {
                stream.close(Duration.ofSeconds(30));
                closed.countDown();
            });
            closer.start();
            String all = peer.readUntil("</stream:stream>");
            assertThat(all).contains("id='n0'", "id='n4999'");
            assertThat(stream.send(Heard.presence("late"))).isFalse();
            // What the server sends on still arrives, and the end only with its own.
            peer.write("<presence id='still'/>");
            assertThat(heard.next()).isEqualTo("<presence id='still'/>");
            assertThat(closed.getCount()).isEqualTo(1);
            peer.write("</stream:stream>");
            assertThat(peer.readToEnd()).isEmpty();
            assertThat(closed.await(ScriptedServer.DEADLINE_MILLIS, TimeUnit.MILLISECONDS))
                    .isTrue();
            assertThat(heard.next()).isEqualTo("detached closed");
            assertThat(stream.status().attached()).isFalse();
        }
    }

    @Test
    void aServerThatDoesNotAnswerTheEndHoldsNobodyUp() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer()) {
            ComponentStream stream = heard.start(Heard.settings(server));
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            stream.close(Duration.ofMillis(100));
            assertThat(peer.readToEnd()).isEqualTo("</stream:stream>");
            assertThat(heard.next()).isEqualTo("detached closed");
        }
    }

    @Test
    void aListenerMayCloseTheStream() throws InterruptedException {
        AtomicReference<ComponentStream> stream = new AtomicReference<>();
        Heard closing = heard;
        StreamListener listener = new StreamListener() {
            @Override
            public void attached() {
                closing.attached();
                stream.get().close(Duration.ofSeconds(30));
            }

            @Override
            public void received(Element stanza) {
                closing.received(stanza);
            }

            @Override
            public void oversized(Element root) {}

            @Override
            public void detached(StreamEnd why) {
                closing.detached(why);
            }
        };
        try (ScriptedServer server = new ScriptedServer()) {
            stream.set(new ComponentStream(Heard.settings(server), listener, heard.metrics));
            stream.get().start();
            Peer peer = server.attach();
            assertThat(peer.readUntil("</stream:stream>")).isEqualTo("</stream:stream>");
            peer.write("</stream:stream>");
            assertThat(heard.next()).isEqualTo("attached");
            assertThat(heard.next()).isEqualTo("detached closed");
        }
    }

    @Test
    void closedWhileItWaitsForTheServerItIsGoneAtOnce() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer()) {
            ComponentStream stream = heard.start(Heard.settings(server));
            Peer peer = server.accept();
            peer.readUntil("to='buddies.montague.lit'>");
            stream.close(Duration.ofSeconds(30));
            assertThat(heard.end().kind()).isEqualTo(StreamEnd.Kind.CLOSED);
            assertThat(heard.all()).isEmpty();
            stream.close(Duration.ofSeconds(30));
        }
    }
}
