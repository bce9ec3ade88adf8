package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.serverroster.stream.Parsing.HEADER;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.stream.Heard.Running;
import org.serverroster.stream.ScriptedServer.Peer;
import org.serverroster.stream.StreamSettings.Limits;

/** A stream on a real socket: attached, stanzas in and out, closed. */
class ComponentStreamTest {

    private final Heard heard = new Heard();

    @Test
    @DisplayName("Once authenticated, the component can send stanzas through the server and receive stanzas from the"
            + " server")
    void stanzasCross() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server))) {
            Peer peer = server.attach();
            peer.write("<presence from='capulet.lit' to='buddies.montague.lit' type='subscribe'/>");
            assertThat(heard.next()).isEqualTo("attached");
            assertThat(heard.next())
                    .isEqualTo("<presence from='capulet.lit' to='buddies.montague.lit' type='subscribe'/>");
            assertThat(running.stream().status().attached()).isTrue();
            assertThat(running.stream().send(Heard.presence("1"))).isTrue();
            assertThat(peer.readUntil("/>"))
                    .isEqualTo("<presence from='buddies.montague.lit' to='capulet.lit' id='1'/>");
            peer.write("</stream:stream>");
            assertThat(peer.readToEnd()).isEqualTo("</stream:stream>");
        }
    }

    @Test
    @DisplayName(
            "After receiving the stream header reply from the server, the component MUST send a <handshake/> element"
                    + " with appropriate contents")
    void theHandshakeComesAfterTheHeader() {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server))) {
            Peer peer = server.accept();
            assertThat(peer.readUntil(">").length()).isPositive();
            assertThat(peer.readUntil(">"))
                    .isEqualTo("<stream:stream xmlns='jabber:component:accept'"
                            + " xmlns:stream='http://etherx.jabber.org/streams' to='buddies.montague.lit'>");
            peer.write(HEADER);
            assertThat(peer.readUntil("</handshake>")).isEqualTo(ScriptedServer.PROOF);
            assertThat(running.stream().status().attached()).isFalse();
            assertThat(running.stream().send(Heard.presence("1"))).isFalse();
        }
    }

    @Test
    @DisplayName("All stanzas sent to the server MUST possess a 'from' attribute and a 'to' attribute")
    void aStanzaWithoutAddressesIsAFaultOfTheProgram() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server))) {
            server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            for (String[] addresses :
                    new String[][] {{null, "b.lit"}, {"a.lit", null}, {"", "b.lit"}, {"a.lit", " "}}) {
                Element stanza = DocumentHelper.createElement("presence")
                        .addAttribute("from", addresses[0])
                        .addAttribute("to", addresses[1]);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> running.stream().send(stanza));
            }
        }
    }

    @Test
    void whatIsNoXmlIsNotSentAndTheStreamStays() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            Element bad = Heard.presence("1");
            bad.addElement("status").addText("bell \u0007");
            assertThat(running.stream().send(bad)).isFalse();
            assertThat(heard.refused).hasValue(1);
            assertThat(running.stream().send(Heard.presence("2"))).isTrue();
            assertThat(peer.readUntil("/>")).contains("id='2'");
        }
    }

    @Test
    void whileNotAttachedNothingIsSentAndThatIsCounted() {
        ComponentStream stream =
                new ComponentStream(Heard.settings(1, Limits.DEFAULT, Timings.PATIENT), heard, heard.metrics);
        assertThat(stream.send(Heard.presence("1"))).isFalse();
        assertThat(heard.dropped).hasValue(1);
        assertThat(stream.status().attached()).isFalse();
        stream.close();
    }

    @Test
    @DisplayName("RFC 6120, section 10.1: in-order processing: each thread's stanzas go out as it sent them")
    void orderIsKept() throws InterruptedException {
        int threads = 4;
        int each = 2000;
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> senders = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int sender = t;
                Thread thread = new Thread(() -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    for (int i = 0; i < each; i++) {
                        running.stream().send(Heard.presence(sender + "-" + i));
                    }
                });
                thread.start();
                senders.add(thread);
            }
            go.countDown();
            for (Thread sender : senders) {
                sender.join();
            }
            running.stream().send(Heard.presence("last"));
            Matcher ids = Pattern.compile("id='(\\d)-(\\d+)'").matcher(peer.readUntil("id='last'/>"));
            int[] next = new int[threads];
            while (ids.find()) {
                assertThat(Integer.parseInt(ids.group(2))).isEqualTo(next[Integer.parseInt(ids.group(1))]++);
            }
            assertThat(next).containsOnly(each);
        }
    }

    @Test
    void stanzasComeInTheOrderOfArrivalHoweverSlowTheListener() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server))) {
            Peer peer = server.attach();
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 1000; i++) {
                all.append("<presence id='").append(i).append("'/>");
            }
            peer.write(all.toString());
            assertThat(heard.next()).isEqualTo("attached");
            for (int i = 0; i < 1000; i++) {
                assertThat(heard.next()).isEqualTo("<presence id='" + i + "'/>");
            }
            assertThat(running.stream().status().fault()).isEmpty();
        }
    }

    @Test
    void aListenerThatThrowsEndsNothing() throws InterruptedException {
        StreamListener clumsy = new StreamListener() {
            @Override
            public void attached() {
                heard.attached();
                throw new IllegalStateException("a test's");
            }

            @Override
            public void received(Element stanza) {
                heard.received(stanza);
                throw new IllegalStateException("a test's");
            }

            @Override
            public void oversized(Element root) {
                heard.oversized(root);
                throw new IllegalStateException("a test's");
            }

            @Override
            public void detached(StreamEnd why) {
                heard.detached(why);
                throw new IllegalStateException("a test's");
            }
        };
        try (ScriptedServer server = new ScriptedServer();
                Running running = new Running(new ComponentStream(
                        Heard.settings(server.port(), Limits.DEFAULT.withStanzaBytes(100), Timings.PATIENT),
                        clumsy,
                        heard.metrics))) {
            running.stream().start();
            Peer peer = server.attach();
            peer.write("<presence id='1'/><presence id='" + "2".repeat(100) + "'/><presence id='3'/></stream:stream>");
            assertThat(heard.next()).isEqualTo("attached");
            assertThat(heard.next()).isEqualTo("<presence id='1'/>");
            assertThat(heard.next()).startsWith("oversized <presence");
            assertThat(heard.next()).isEqualTo("<presence id='3'/>");
            assertThat(heard.next()).isEqualTo("detached server-closed");
            server.attach();
            assertThat(heard.next()).isEqualTo("attached");
        }
    }

    @Test
    void whatIsNoStanzaIsPassedOverAndCounted() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server))) {
            Peer peer = server.attach();
            peer.write("<stream:features/><handshake/><message xmlns='jabber:client'/><x/> \n<message/>");
            assertThat(heard.next()).isEqualTo("attached");
            assertThat(heard.next()).isEqualTo("<message/>");
            assertThat(heard.ignored).hasValue(4);
            assertThat(running.stream().status().attached()).isTrue();
        }
    }

    @Test
    void anOversizedStanzaIsToldWithItsAddressesAndTheNextIsDelivered() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server))) {
            Peer peer = server.attach();
            peer.write("<iq type='set' id='big' from='x@capulet.lit/y' to='buddies.montague.lit'><query xmlns='urn:x'>"
                    + "y".repeat(300_000) + "</query></iq><presence id='2'/>");
            assertThat(heard.next()).isEqualTo("attached");
            assertThat(heard.next())
                    .isEqualTo("oversized <iq from='x@capulet.lit/y' to='buddies.montague.lit' id='big' type='set'/>");
            assertThat(heard.next()).isEqualTo("<presence id='2'/>");
            assertThat(running.stream().status().attached()).isTrue();
        }
    }
}
