package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.serverroster.config.ApprovalAction;
import org.serverroster.config.ApprovalRule;
import org.serverroster.config.DomainPattern;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

/** Whatever the rules decide, in whatever batches it is written: the database holds what memory holds. */
class RosterStorePropertyTest {

    private static final Instant BEGIN = Instant.parse("2026-11-20T12:00:00Z");
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Jid ADMIN = Jid.parse("admin@montague.lit");

    /** What can come to a roster. */
    enum Input {
        SUBSCRIBE,
        APPROVE,
        APPROVE_ONLY,
        DENY,
        UNSUBSCRIBE,
        BLOCK,
        IGNORE,
        UNBLOCK,
        REQUESTED,
        UNSUBSCRIBED,
        APPROVED,
        REFUSED,
        FAILED
    }

    /** One input about one peer, and whether the batch ends with it. */
    record Step(Input input, PeerDomain peer, ApprovalAction action, String text, boolean endsBatch) {

        Decision decide(Roster roster, Instant now) {
            SubscriptionRules rules = new SubscriptionRules(true, 3);
            RosterItem item = roster.find(peer).orElseGet(() -> RosterItem.none(peer, now));
            ApprovalRule rule = new ApprovalRule(DomainPattern.ANY, action, true);
            return switch (input) {
                case SUBSCRIBE -> rules.subscribe(item, ADMIN, now);
                case APPROVE -> rules.approve(item, ADMIN, true, text, now);
                case APPROVE_ONLY -> rules.approve(item, ADMIN, false, text, now);
                case DENY -> rules.deny(item, ADMIN, text, now);
                case UNSUBSCRIBE -> rules.unsubscribe(item, ADMIN, text, now);
                case BLOCK -> rules.block(item, ADMIN, false, text, now);
                case IGNORE -> rules.block(item, ADMIN, true, text, now);
                case UNBLOCK -> rules.unblock(item, ADMIN, now);
                case REQUESTED -> rules.requested(item, roster.pendingIn(), rule, text, "<p>" + text + "</p>", now);
                case UNSUBSCRIBED -> rules.unsubscribed(item, text, now);
                case APPROVED -> rules.approved(item, text, now);
                case REFUSED -> rules.refused(item, text, now);
                case FAILED -> rules.failed(item, text, now);
            };
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(Input.class),
                        Arbitraries.of("a.lit", "b.lit", "c.lit", "d.lit", "é.lit")
                                .map(PeerDomain::parse),
                        Arbitraries.of(ApprovalAction.class),
                        Arbitraries.strings().ofMaxLength(5),
                        Arbitraries.of(true, false, false))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    @Label("after a commit, load returns what memory holds, item by item, and the log what was decided")
    void databaseAndMemoryAreEqual(@ForAll("steps") List<Step> steps) {
        RosterStore store = new RosterStore(SharedDatabase.get().dataSource());
        LocalDomain domain = LocalDomain.parse("p" + NEXT.incrementAndGet() + ".property.lit");
        Roster committed = store.load(domain);
        Roster roster = committed;
        List<Decision> batch = new ArrayList<>();
        List<RosterEvent> log = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Decision decision = steps.get(i).decide(roster, BEGIN.plusNanos(1_000L * i));
            roster = roster.with(decision);
            if (decision.writes()) {
                batch.add(decision);
                log.addAll(decision.events());
            }
            if (steps.get(i).endsBatch() || i == steps.size() - 1) {
                assertThat(store.commit(domain, committed.version(), batch)).isTrue();
                committed = roster;
                batch.clear();
                assertSame(store.load(domain), committed);
            }
        }
        Collections.reverse(log);
        assertThat(store.history(domain, Optional.empty(), 1_000)).isEqualTo(log);
    }

    private static void assertSame(Roster loaded, Roster inMemory) {
        assertThat(loaded.version()).isEqualTo(inMemory.version());
        assertThat(loaded.pendingIn()).isEqualTo(inMemory.pendingIn());
        assertThat(List.copyOf(loaded.items())).isEqualTo(List.copyOf(inMemory.items()));
    }
}
