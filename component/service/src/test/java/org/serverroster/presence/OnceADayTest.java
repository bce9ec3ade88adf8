package org.serverroster.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.presence.PresenceScenario.ADMIN;
import static org.serverroster.presence.PresenceScenario.BUDDIES;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.outbox.PeerGate;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Ending;
import org.serverroster.roster.PeerStanza;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.xmpp.PeerDomain;

@DisplayName("Once a day, which is here a moment, what may have been lost is said or asked again")
class OnceADayTest {

    private static final Duration DAY = Duration.ofMillis(20);
    private static final SubscriptionRules RULES = new SubscriptionRules(false, 0);
    private static final PeerDomain ASKED = PeerDomain.parse("asked.lit");
    private static final PeerDomain SUBSCRIBED_TO = PeerDomain.parse("to.lit");
    private static final PeerDomain ENDED = PeerDomain.parse("ended.lit");

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private void attach(Supplier<CompletableFuture<List<Ending>>> endings) {
        PeerStanzas stanzas = new PeerStanzas(BUDDIES);
        Roster roster = Roster.of(BUDDIES, 0, List.of())
                .with(asked(ASKED).after())
                .with(RULES.approved(asked(SUBSCRIBED_TO).after(), "", Instant.EPOCH)
                        .after());
        PeerGate gate = new PeerGate(
                BUDDIES,
                stanzas::of,
                packet -> sent.add(packet.getElement().attributeValue("type") + " "
                        + packet.getElement().attributeValue("to")),
                () -> true,
                System::nanoTime);
        new Greeter(() -> roster, new PeerPresence(), stanzas, gate, endings, executor, DAY).attached();
    }

    private static Decision asked(PeerDomain peer) {
        return RULES.subscribe(RosterItem.none(peer, Instant.EPOCH), ADMIN, Instant.EPOCH);
    }

    /** The stanza leaves, and leaves again. */
    private void assertSentTwice(String stanza) throws InterruptedException {
        for (int times = 0; times < 2; ) {
            String next = sent.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("%s, %d times", stanza, times).isNotNull();
            times += next.equals(stanza) ? 1 : 0;
        }
    }

    @Test
    @DisplayName("\"it goes out again at the next attach and once a day\"")
    void what_is_unanswered() throws InterruptedException {
        attach(() -> CompletableFuture.completedFuture(List.of()));
        assertSentTwice("subscribe asked.lit");
    }

    @Test
    void whether_we_are_subscribed() throws InterruptedException {
        attach(() -> CompletableFuture.completedFuture(List.of()));
        assertSentTwice("probe to.lit");
    }

    @Test
    void what_was_ended() throws InterruptedException {
        attach(() -> CompletableFuture.completedFuture(List.of(new Ending(ENDED, PeerStanza.Kind.UNSUBSCRIBE))));
        assertSentTwice("unsubscribe ended.lit");
    }

    @Test
    @DisplayName("A database that is away costs only what would have been read from it")
    void without_a_database() throws InterruptedException {
        attach(() -> CompletableFuture.failedFuture(new TimeoutException("away")));
        assertSentTwice("subscribe asked.lit");
    }
}
