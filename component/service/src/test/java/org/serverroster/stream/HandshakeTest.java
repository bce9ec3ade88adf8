package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.stream.Parsing.HEADER;
import static org.serverroster.stream.Parsing.utf8;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.serverroster.config.Secret;
import org.serverroster.stream.StreamSettings.Limits;
import org.serverroster.stream.StreamSettings.Timing;

/** What comes in, what goes out, how it ends: XEP-0114, section 3. */
class HandshakeTest {

    private static final StreamSettings SETTINGS = new StreamSettings(
            "buddies.montague.lit",
            "montague.lit",
            5347,
            Optional.empty(),
            new Secret("sékret"),
            Limits.DEFAULT,
            Timing.DEFAULT);

    private static final String PROOF = "<handshake>" + Handshake.proof(SETTINGS.secret(), "3BF96D32") + "</handshake>";

    static Stream<Arguments> conversations() {
        return Stream.of(
                row("attached", HEADER + "<handshake/>", PROOF, "attached"),
                row("attached, and a stanza behind it", HEADER + "<handshake/><presence/>", PROOF, "attached"),
                row("waits for the header", HEADER.substring(0, 80), "", "waits"),
                row("waits for the answer", HEADER, PROOF, "waits"),
                row(
                        "what is neither answer nor error is passed over",
                        HEADER + "<stream:features/> <x/>",
                        PROOF,
                        "waits"),
                row("a full answer is one too", HEADER + "<handshake>x</handshake>", PROOF, "attached"),
                row("an answer in another namespace is none", HEADER + "<handshake xmlns='urn:x'/>", PROOF, "waits"),
                row("a refusal without id, then the end", noId() + "</stream:stream>", "", "refused"),
                row("a refusal without id, not yet closed", noId(), "", "waits"),
                row("a refusal without id that says why", noId() + error("host-unknown", ""), "", "host-unknown"),
                row("an answer without a question", noId() + "<handshake/>", "", "waits"),
                row("not configured there", HEADER + error("host-unknown", ""), PROOF, "host-unknown"),
                row("another secret", HEADER + error("not-authorized", ""), PROOF, "not-authorized"),
                row("another instance", HEADER + error("conflict", ""), PROOF, "conflict"),
                row("a condition of nobody's", HEADER + error("out-of-beans", ""), PROOF, "undefined-condition"),
                row("an empty error", HEADER + "<stream:error/>", PROOF, "undefined-condition"),
                row("an old name", HEADER + error("xml-not-well-formed", ""), PROOF, "not-well-formed"),
                row("the end", HEADER + "</stream:stream>", PROOF, "server-closed"),
                row("no XML", "220 smtp.montague.lit ESMTP\r\n", "", "protocol-fault"),
                row(
                        "a server for clients",
                        HEADER.replace("jabber:component:accept", "jabber:client"),
                        "",
                        "protocol-fault"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversations")
    void bytesInBytesOutAndTheEnd(String name, String in, String out, String outcome) {
        byte[] bytes = utf8(in);
        for (int size : new int[] {bytes.length, 1, 7}) {
            Handshake handshake = new Handshake(SETTINGS);
            StringBuilder said = new StringBuilder();
            String[] end = {"waits"};
            StanzaParser parser = new StanzaParser(Limits.DEFAULT);
            for (int i = 0; i < bytes.length; i += size) {
                byte[] piece = java.util.Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + size));
                parser.feed(piece, piece.length, event -> {
                    if (end[0].equals("waits")) {
                        end[0] = step(handshake.next(event), said);
                    }
                });
            }
            assertThat(said).as("pieces of %d", size).hasToString(out);
            assertThat(end[0]).as("pieces of %d", size).isEqualTo(outcome);
        }
    }

    private static String step(Handshake.Step step, StringBuilder said) {
        if (step instanceof Handshake.Step.Answer answer) {
            said.append(new String(answer.bytes(), StandardCharsets.UTF_8));
        }
        if (step instanceof Handshake.Step.Failed failed) {
            return failed.why().label();
        }
        return step instanceof Handshake.Step.Attached ? "attached" : "waits";
    }

    @Test
    @DisplayName("the value of the 'to' address is the component name, not the server name")
    void theHeaderNamesTheComponent() {
        assertThat(new String(new Handshake(SETTINGS).header(), StandardCharsets.UTF_8))
                .isEqualTo("<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept'"
                        + " xmlns:stream='http://etherx.jabber.org/streams' to='buddies.montague.lit'>");
    }

    @Test
    @DisplayName(
            "Concatenate the Stream ID received from the server with the shared secret. Hash the concatenated string"
                    + " according to the SHA1 algorithm. Ensure that the hash output is in hexadecimal format, not binary or"
                    + " base64. Convert the hash output to all lowercase characters.")
    void theProof() {
        // printf '%s' '3BF96D32test' | sha1sum
        assertThat(Handshake.proof(new Secret("test"), "3BF96D32"))
                .isEqualTo("aaee83c26aeeafcbabeabfcbcd50df997e0a2a1e");
    }

    @Test
    @DisplayName("the id is taken as XML means it, and id and secret are hashed as UTF-8")
    void theProofOfAnOddId() {
        Handshake handshake = new Handshake(SETTINGS);
        StringBuilder said = new StringBuilder();
        byte[] header = utf8(HEADER.replace("3BF96D32", "&lt;é&#x20AC;&amp;&gt;"));
        new StanzaParser(Limits.DEFAULT).feed(header, header.length, event -> step(handshake.next(event), said));
        // printf '%s' '<é€&>sékret' | sha1sum
        assertThat(said).hasToString("<handshake>276ecbe122d5df244fc277fbc8ccd890827ed800</handshake>");
    }

    @Test
    void anEndWithoutAWordAfterAHeaderWithoutIdIsARefusal() {
        Handshake handshake = new Handshake(SETTINGS);
        assertThat(handshake.endOfInput().kind()).isEqualTo(StreamEnd.Kind.CONNECTION_LOST);
        handshake.next(new StreamEvent.Header(Optional.empty()));
        assertThat(handshake.endOfInput().kind()).isEqualTo(StreamEnd.Kind.REFUSED);
    }

    private static String noId() {
        return HEADER.replace(" id='3BF96D32'", "");
    }

    static String error(String condition, String text) {
        return "<stream:error><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                + (text.isEmpty() ? "" : "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>" + text + "</text>")
                + "</stream:error></stream:stream>";
    }

    private static Arguments row(String name, String in, String out, String outcome) {
        return Arguments.of(name, in, out, outcome);
    }
}
