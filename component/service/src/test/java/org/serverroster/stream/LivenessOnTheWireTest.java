package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.stream.Heard.Running;
import org.serverroster.stream.ScriptedServer.Peer;
import org.serverroster.stream.StreamEnd.Kind;
import org.serverroster.stream.StreamSettings.Limits;
import org.serverroster.stream.StreamSettings.Timing;

/** A server that hangs, or is gone without a word. */
class LivenessOnTheWireTest {

    private static final Pattern PING =
            Pattern.compile("<iq type='get' id='(alive-[0-9a-f-]{36}-[0-9]+)' from='buddies.montague.lit/[0-9a-f-]{36}'"
                    + " to='buddies.montague.lit'><ping xmlns='urn:xmpp:ping'/></iq>");

    private final Heard heard = new Heard();

    @Test
    @DisplayName("an idle stream is pinged through the server back to ourselves, and the ping is nobody's business")
    void aPingComesBackAndIsSwallowed() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(settings(server, Duration.ofMillis(20), Duration.ofSeconds(60)))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            String first = "";
            for (int i = 0; i < 3; i++) {
                String ping = peer.readUntil("</iq>");
                assertThat(ping).matches(PING).isNotEqualTo(first);
                first = ping;
                peer.write(ping);
            }
            peer.write("<presence/>");
            assertThat(heard.next()).isEqualTo("<presence/>");
            assertThat(running.stream().status().attached()).isTrue();
        }
    }

    @Test
    void somebodyElsesPingWithTheSameIdIsDelivered() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(settings(server, Duration.ofMillis(20), Duration.ofSeconds(60)))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            Matcher ping = PING.matcher(peer.readUntil("</iq>"));
            assertThat(ping.matches()).isTrue();
            peer.write("<iq type='get' id='" + ping.group(1) + "' from='capulet.lit' to='buddies.montague.lit'/>");
            assertThat(heard.next()).contains("from='capulet.lit'");
            assertThat(running.stream().status().attached()).isTrue();
        }
    }

    @Test
    void aPingThatTheServerSendsBackAsAnErrorIsAnAnswerToo() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(settings(server, Duration.ofMillis(20), Duration.ofSeconds(60)))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            String ping = peer.readUntil("</iq>");
            peer.write(ping.replace("type='get'", "type='error'") + "<presence/>");
            assertThat(heard.next()).isEqualTo("<presence/>");
            assertThat(running.stream().status().attached()).isTrue();
        }
    }

    @Test
    @DisplayName(
            "another instance may get the answers: many pings go out from ever new addresses, and one that comes is"
                    + " enough")
    void onePingOfManyIsEnough() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(settings(server, Duration.ofMillis(20), Duration.ofSeconds(20)))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            Set<String> pings = new HashSet<>();
            Set<String> senders = new HashSet<>();
            for (int n = 0; n < 5; n++) {
                String ping = peer.readUntil("</iq>");
                assertThat(ping).matches(PING);
                pings.add(ping);
                senders.add(ping.replaceAll(".* from='([^']*)'.*", "$1"));
            }
            assertThat(senders).hasSize(5);
            // Whichever comes back, in whatever form, is nobody's business.
            for (String ping : pings) {
                peer.write(ping.replaceAll(
                        "type='get' (.*) from='([^']*)' to='([^']*)'", "type='result' $1 from='$3' to='$2'"));
            }
            peer.write("<presence/>");
            assertThat(heard.next()).isEqualTo("<presence/>");
            assertThat(running.stream().status().attached()).isTrue();
        }
    }

    @Test
    @DisplayName("a ping of our domain that we did not send is another instance's, and is answered")
    void anotherInstancesPingIsAnswered() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            peer.write(new String(new Ping("buddies.montague.lit").next(), StandardCharsets.UTF_8)
                    .replaceAll("from='[^']*'", "from='buddies.montague.lit/there'")
                    .replaceAll("id='[^']*'", "id='alive-theirs'"));
            assertThat(peer.readUntil("</iq>"))
                    .isEqualTo("<iq type='result' id='alive-theirs' from='buddies.montague.lit'"
                            + " to='buddies.montague.lit/there'></iq>");
            // But no other's, and no answer to an answer.
            peer.write("<iq type='get' id='alive-theirs' from='capulet.lit' to='buddies.montague.lit'>"
                    + "<ping xmlns='urn:xmpp:ping'/></iq>"
                    + "<iq type='result' id='alive-theirs' from='buddies.montague.lit' to='buddies.montague.lit'/>");
            assertThat(heard.next()).contains("from='capulet.lit'");
            assertThat(heard.next()).contains("type='result'");
            assertThat(running.stream().send(Heard.presence("next"))).isTrue();
            assertThat(peer.readUntil("/>")).contains("id='next'").doesNotContain("alive-theirs");
        }
    }

    @Test
    void aServerThatStaysSilentIsGivenUp() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(settings(server, Duration.ofMillis(200), Duration.ofMillis(100)))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            assertThat(peer.readUntil("</iq>")).matches(PING);
            assertThat(heard.next()).isEqualTo("detached silent");
            StreamEnd end = heard.end();
            assertThat(end.kind()).isEqualTo(Kind.SILENT);
            assertThat(end.words()).contains("did not answer a ping");
            server.accept();
            assertThat(running.stream().status().attached()).isFalse();
        }
    }

    @Test
    void whiteSpaceIsLife() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(settings(server, Duration.ofMillis(20), Duration.ofSeconds(60)))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            // Each ping follows another silence: the one before it was answered by a space.
            for (int i = 0; i < 5; i++) {
                assertThat(peer.readUntil("</iq>")).matches(PING);
                peer.write(" ");
            }
            assertThat(running.stream().status().attached()).isTrue();
        }
    }

    @Test
    void aServerThatTakesNothingBlocksNobodyAndIsGivenUp() throws InterruptedException {
        Timing hasty = Timings.writeStall(Duration.ofMillis(1500));
        Limits limits = new Limits(0, 64, 64, 1000, 1 << 20);
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server.port(), limits, hasty))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            org.dom4j.Element large = Heard.presence("large");
            large.addElement("status").addText("x".repeat(100_000));
            assertThat(fillUntilNothingMoves(running.stream(), large)).isPositive();
            assertThat(heard.dropped).hasPositiveValue();
            peer.write("<presence id='meanwhile'/>");
            assertThat(heard.next()).isEqualTo("<presence id='meanwhile'/>");
            assertThat(heard.next()).isEqualTo("detached write-stalled");
            assertThat(heard.end().words()).contains("took nothing of what we wrote for 1.5 s");
            server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            assertThat(running.stream().send(Heard.presence("again"))).isTrue();
        }
    }

    /**
     * Sockets hold a few megabytes; then the queue fills; then it is full and says so. As long as the sockets are not
     * full, the writer empties the queue behind each refusal: it stands still once it waits for the server.
     *
     * @return how many stanzas wait in the queue that no longer moves
     */
    private static int fillUntilNothingMoves(ComponentStream stream, org.dom4j.Element stanza)
            throws InterruptedException {
        int waiting;
        do {
            while (stream.send(stanza)) {}
            waiting = stream.queued();
            Thread.sleep(100);
        } while (waiting == 0 || stream.queued() != waiting);
        return waiting;
    }

    @Test
    void aStalledServerDoesNotHoldUpTheEnd() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer()) {
            ComponentStream stream =
                    heard.start(Heard.settings(server.port(), new Limits(0, 64, 64, 1000, 1 << 20), Timings.PATIENT));
            server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            org.dom4j.Element large = Heard.presence("large");
            large.addElement("status").addText("x".repeat(100_000));
            while (stream.send(large)) {}
            stream.close(Duration.ofMillis(100));
            assertThat(heard.next()).isEqualTo("detached closed");
        }
    }

    private static StreamSettings settings(ScriptedServer server, Duration idle, Duration answer) {
        return Heard.settings(server.port(), Limits.DEFAULT, Timings.idle(idle, answer));
    }
}
