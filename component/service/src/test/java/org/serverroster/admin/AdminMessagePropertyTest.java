package org.serverroster.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.serverroster.command.Scene;
import org.serverroster.config.TrustConfig;
import org.serverroster.config.TrustRequirement;
import org.serverroster.trust.Trust;
import org.serverroster.xmpp.Inbound;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/** Whatever is written, the handler does not throw; an administrator's words get one answer that can be written. */
class AdminMessagePropertyTest {

    private final Scene scene = new Scene();
    private final AdminMessageHandler handler = new AdminMessageHandler(
            scene.commands,
            Scene.ADMINS,
            (roster, peer) -> Trust.verdict(
                    roster, peer, new TrustConfig(TrustRequirement.FROM, false), heard -> Optional.empty()));

    @Property(tries = 2_000)
    void one_answer_to_any_words(@ForAll("words") String words) {
        scene.asks("capulet.lit", "");
        Inbound<Message> message = Scene.message(Scene.ADMIN, "type='chat'", "<body/>");
        message.stanza().setBody(words);

        List<Packet> answers = scene.settle(handler.handle(message, scene.roster));

        if (words.isBlank()) {
            assertThat(answers).isEmpty();
        } else {
            assertThat(Scene.one(answers).elementText("body")).isNotBlank();
        }
    }

    @Provide
    Arbitrary<String> words() {
        Arbitrary<String> word = Arbitraries.of(
                "help",
                "pending",
                "roster",
                "subscribe",
                "approve",
                "deny",
                "unsubscribe",
                "Block",
                "unblock",
                "after",
                "");
        Arbitrary<String> peer =
                Arbitraries.of("capulet.lit", "romeo@capulet.lit", "bücher.example", "shakespeare.lit");
        Arbitrary<String> text = Arbitraries.strings()
                .withCharRange(' ', '\uD7FF')
                .withCharRange('\uE000', '\uFFFD')
                .withChars('\t', '\n', '@', '.')
                .ofMaxLength(60);
        return Combinators.combine(word, Arbitraries.oneOf(peer, text), text)
                .as((first, second, rest) -> first + " " + second + " " + rest);
    }
}
