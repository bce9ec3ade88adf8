package org.serverroster.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.outbox.OutboxScenario.ADMIN;
import static org.serverroster.outbox.OutboxScenario.RULES;
import static org.serverroster.outbox.OutboxScenario.await;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.dom4j.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.outbox.PeerGate.Offer;
import org.serverroster.presence.PeerStanzas;
import org.serverroster.roster.OwedStanza;
import org.serverroster.roster.PeerStanza;
import org.serverroster.roster.PeerStanza.Kind;
import org.serverroster.roster.Sql;
import org.serverroster.xmpp.PeerDomain;

/** "An approved decision reaches the peer", sentence by sentence. */
class OutboxSenderTest {

    @Test
    @DisplayName("is written to the stream in order, and is taken out only after a ping sent behind it came back")
    void takenOutOnceThePingIsBack() throws Exception {
        try (OutboxScenario scenario = new OutboxScenario()) {
            scenario.attach();
            scenario.requested("a.lit");
            scenario.approve("a.lit");

            assertThat(scenario.inLine()).containsExactly("subscribed a.lit", "subscribe a.lit", "available a.lit");
            Element ping = scenario.last();
            assertThat(ping.element("ping").getNamespaceURI()).isEqualTo("urn:xmpp:ping");
            assertThat(ping.attributeValue("to")).isEqualTo(scenario.domain.toString());
            assertThat(ping.attributeValue("from")).startsWith(scenario.domain + "/");
            assertThat(scenario.owed()).isEqualTo(2);

            scenario.serverTakesAll();
            scenario.awaitOwed(0);
            assertThat(scenario.sentAgain).hasValue(0);
        }
    }

    @Test
    void whatIsWrittenBehindThePingWaitsForTheNext() throws Exception {
        try (OutboxScenario scenario = new OutboxScenario()) {
            scenario.attach();
            scenario.subscribe("a.lit");
            Element first = scenario.last();
            scenario.subscribe("b.lit");

            assertThat(scenario.sender.takes(first)).isTrue();
            scenario.awaitOwed(1);
            assertThat(scenario.last().attributeValue("id")).isNotEqualTo(first.attributeValue("id"));
            // The same once more confirms nothing.
            assertThat(scenario.sender.takes(first)).isTrue();
            scenario.serverTakesAll();
            scenario.awaitOwed(0);
        }
    }

    @Test
    @DisplayName("A ping that is answered with an error also came back; one that nobody of ours sent did not")
    void whichAnswersCount() throws Exception {
        try (OutboxScenario scenario = new OutboxScenario()) {
            scenario.attach();
            scenario.subscribe("a.lit");
            Element ping = scenario.last();

            Element forged = ping.createCopy().addAttribute("from", "evil.lit");
            assertThat(scenario.sender.takes(forged)).isFalse();
            Element guessed = ping.createCopy().addAttribute("id", "owed-1");
            assertThat(scenario.sender.takes(guessed)).isFalse();
            assertThat(scenario.owed()).isEqualTo(1);

            Element error = ping.createCopy()
                    .addAttribute("type", "error")
                    .addAttribute("from", scenario.domain.toString())
                    .addAttribute("to", ping.attributeValue("from"));
            assertThat(scenario.sender.takes(error)).isTrue();
            scenario.awaitOwed(0);
        }
    }

    @Test
    @DisplayName("What is not confirmed when the stream breaks is sent again after the next attach, in order")
    void sentAgainAfterTheNextAttach() throws Exception {
        try (OutboxScenario scenario = new OutboxScenario()) {
            scenario.attach();
            scenario.requested("a.lit");
            scenario.approve("a.lit");
            scenario.subscribe("b.lit");
            scenario.cut();
            scenario.requested("c.lit");
            scenario.approve("c.lit");

            scenario.attach();

            assertThat(scenario.inLine())
                    .containsExactly(
                            "subscribed a.lit",
                            "available a.lit",
                            "subscribe a.lit",
                            "subscribe b.lit",
                            "subscribed c.lit",
                            "available c.lit",
                            "subscribe c.lit");
            assertThat(scenario.sentAgain).hasValue(5);
            scenario.serverTakesAll();
            scenario.awaitOwed(0);
        }
    }

    @Test
    @DisplayName("What is not confirmed when the process dies is sent again after the next attach")
    void sentAgainByTheNextProcess() throws Exception {
        try (OutboxScenario killed = new OutboxScenario()) {
            killed.attach();
            killed.subscribe("a.lit");
            try (OutboxScenario next = new OutboxScenario(killed.domain)) {
                next.attach();
                assertThat(next.inLine()).containsExactly("subscribe a.lit");
                next.serverTakesAll();
                next.awaitOwed(0);
            }
        }
    }

    @Test
    @DisplayName("a subscribe that the peer has already refused, or that the admin has withdrawn, never goes out again")
    void overtakenNeverGoesOutAgain() throws Exception {
        try (OutboxScenario scenario = new OutboxScenario()) {
            scenario.attach();
            scenario.subscribe("refused.lit");
            scenario.subscribe("withdrawn.lit");
            scenario.cut();
            scenario.change("refused.lit", (roster, item, now) -> RULES.refused(item, "", now));
            scenario.unsubscribe("withdrawn.lit");

            scenario.attach();

            assertThat(scenario.inLine()).containsExactly("unsubscribe withdrawn.lit");
        }
    }

    @Test
    @DisplayName("Losing a subscriber sends unavailable, then unsubscribed, when it is sent again too")
    void unavailableGoesFirst() throws Exception {
        try (OutboxScenario scenario = new OutboxScenario()) {
            scenario.requested("a.lit");
            scenario.approve("a.lit");
            scenario.block("a.lit");

            scenario.attach();

            assertThat(scenario.inLine()).containsExactly("subscribe a.lit", "unavailable a.lit", "unsubscribed a.lit");
        }
    }

    @Test
    @DisplayName("a slow or stalled server connection does not stop changes from committing")
    void aStalledStreamStopsNothing() throws Exception {
        try (OutboxScenario scenario = new OutboxScenario()) {
            scenario.attach();
            scenario.subscribe("a.lit");
            scenario.stall(true);
            for (int n = 0; n < 250; n++) {
                scenario.subscribe("p" + n + ".lit");
            }
            assertThat(scenario.owed()).isEqualTo(251);
            assertThat(scenario.inLine()).containsExactly("subscribe a.lit");

            scenario.stall(false);
            await("what was committed meanwhile leaves", () -> scenario.inLine().size() == 251);
            scenario.subscribe("z.lit");
            assertThat(scenario.inLine())
                    .startsWith("subscribe a.lit", "subscribe p0.lit")
                    .endsWith("subscribe z.lit");
            assertThat(scenario.inLine()).doesNotHaveDuplicates();
            await("all is confirmed", () -> {
                scenario.serverTakesAll();
                return scenario.owed() == 0;
            });
        }
    }

    @Test
    void manyChangesOfOneItemInOneTransaction() throws Exception {
        try (OutboxScenario scenario = new OutboxScenario()) {
            scenario.attach();
            AtomicInteger done = new AtomicInteger();
            for (int n = 0; n < 51; n++) {
                boolean subscribes = n % 2 == 0;
                scenario.submit(
                        "a.lit",
                        (roster, item, now) -> subscribes
                                ? RULES.subscribe(item, ADMIN, now)
                                : RULES.unsubscribe(item, ADMIN, "", now),
                        done);
            }
            await("all are committed", () -> done.get() == 51);
            assertThat(scenario.inLine()).hasSize(51).endsWith("subscribe a.lit");
            assertThat(scenario.owed()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("rows older than 15 s that are still there are sent again, by any attached instance")
    void rowsOfAKilledInstanceAreTakenOver() throws Exception {
        try (OutboxScenario killed = new OutboxScenario()) {
            killed.attach();
            killed.subscribe("a.lit");
            killed.serverTakesAll();
            killed.awaitOwed(0);
            try (OutboxScenario other = new OutboxScenario(killed.domain)) {
                other.attach();
                killed.subscribe("a.lit");
                assertThat(other.inLine()).isEmpty();
                killed.die();
                Sql.execute(
                        killed.database,
                        "update outbox set sent_at = now() - interval '16 s' where local_domain = '" + killed.domain
                                + "'");
                await("it is taken over", () -> other.inLine().contains("subscribe a.lit"));
                other.serverTakesAll();
                other.awaitOwed(0);
            }
        }
    }

    @Test
    @DisplayName("A greeting that a change has overtaken while it waited does not leave")
    void theGateKeepsWhatIsNotTrueAnyMore() throws Exception {
        try (OutboxScenario scenario = new OutboxScenario()) {
            scenario.attach();
            scenario.subscribe("a.lit");
            PeerDomain peer = PeerDomain.parse("a.lit");
            PeerStanzas stanzas = new PeerStanzas(scenario.domain);
            scenario.unsubscribe("a.lit");

            Offer offer = scenario.gate.offer(
                    () -> scenario.service.snapshot().find(peer).isPresent(),
                    stanzas.of(new OwedStanza(UUID.randomUUID(), peer, new PeerStanza(Kind.SUBSCRIBE, ""), false)));

            assertThat(offer).isEqualTo(Offer.OVERTAKEN);
            assertThat(scenario.inLine()).containsExactly("subscribe a.lit", "unsubscribe a.lit");
        }
    }
}
