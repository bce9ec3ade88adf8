package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.serverroster.config.ApprovalAction;
import org.serverroster.config.ApprovalRule;
import org.serverroster.config.DomainPattern;
import org.serverroster.roster.OutboxChange.Place;
import org.serverroster.subscription.SubscriptionState;
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
        FAILED,
        EDIT,
        REMOVE,
        REVOKE
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
                case EDIT -> rules.edit(item, ADMIN, text, List.of(), "", now);
                case REMOVE -> rules.remove(item, ADMIN, false, now);
                case REVOKE -> rules.remove(item, ADMIN, true, now);
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
    @Label("after a commit, load returns what memory holds, item by item, the log what was decided, and the outbox what"
            + " is owed; and whoever has an earlier roster comes to the same by what is newer")
    void databaseAndMemoryAreEqual(@ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = 5) int copied) {
        RosterStore store = new RosterStore(SharedDatabase.get().dataSource(), copied);
        LocalDomain domain = LocalDomain.parse("p" + NEXT.incrementAndGet() + ".property.lit");
        Roster committed = store.load(domain);
        Roster roster = committed;
        List<Decision> batch = new ArrayList<>();
        List<RosterEvent> log = new ArrayList<>();
        List<Roster> earlier = new ArrayList<>(List.of(committed));
        Map<Place, PeerStanza> owed = new LinkedHashMap<>();
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
                batch.forEach(each -> owe(each, owed));
                batch.clear();
                assertSame(store.load(domain), committed);
                for (Roster each : List.of(earlier.get(0), earlier.get(earlier.size() / 2), committed)) {
                    assertSame(store.newer(each).roster(), committed);
                }
                earlier.add(committed);
                assertThat(store.outbox(domain).take(0, 1_000))
                        .extracting(row -> row.owed().peer(), row -> row.owed().stanza())
                        .containsExactlyElementsOf(owed.entrySet().stream()
                                .map(entry -> tuple(entry.getKey().peer(), entry.getValue()))
                                .toList());
            }
        }
        Collections.reverse(log);
        assertThat(store.history(domain, Optional.empty(), 1_000)).isEqualTo(log);
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    @Label(
            "whoever asks for the changes since any version learns of every item that is another for who reads the roster")
    void theChangesSinceAVersion(@ForAll("steps") List<Step> steps, @ForAll @IntRange(max = 60) int since) {
        RosterStore store = new RosterStore(SharedDatabase.get().dataSource());
        LocalDomain domain = LocalDomain.parse("c" + NEXT.incrementAndGet() + ".property.lit");
        Roster roster = store.load(domain);
        List<Decision> all = new ArrayList<>();
        List<ChangeLog.Change> changed = new ArrayList<>();
        Set<PeerDomain> letIn = new TreeSet<>();
        for (int i = 0; i < steps.size(); i++) {
            Decision decision = steps.get(i).decide(roster, BEGIN.plusNanos(1_000L * i));
            roster = roster.with(decision);
            all.add(decision);
            decision.events().stream()
                    .filter(event ->
                            !(event.actor() instanceof Actor.Peer) && event.action() != RosterEvent.Action.DENY)
                    .forEach(event -> letIn.add(event.peer()));
            if (!letIn.contains(decision.after().peer())) {
                assertThat(decision.after().state()).isIn(SubscriptionState.NONE, SubscriptionState.NONE_PENDING_IN);
                assertThat(decision.after().name()).isEmpty();
            }
            if (decision.changesItem() && !decision.events().isEmpty()) {
                changed.add(new ChangeLog.Change(roster.version(), steps.get(i).peer()));
            } else {
                assertThat(shown(decision.after())).isEqualTo(shown(decision.before()));
            }
        }
        assertThat(store.commit(domain, 0, all)).isTrue();

        ChangeLog log = store.changes(domain);
        List<ChangeLog.Change> answer = log.between(since, roster.version(), 1_000);

        assertThat(answer).extracting(ChangeLog.Change::version).isSorted().doesNotHaveDuplicates();
        assertThat(answer)
                .containsAll(changed.stream()
                        .filter(change -> change.version() > since)
                        .toList())
                .allMatch(change -> change.version() > since);
        assertThat(log.between(since, roster.version(), 3)).isEqualTo(answer.subList(0, Math.min(3, answer.size())));
        assertThat(log.between(since, since + 2, 1_000))
                .isEqualTo(answer.stream()
                        .filter(change -> change.version() <= since + 2)
                        .toList());
        assertThat(log.everLetIn(Optional.empty(), 1_000)).isEqualTo(List.copyOf(letIn));
        assertThat(log.everLetIn(Optional.of(PeerDomain.parse("b.lit")), 2))
                .isEqualTo(letIn.stream()
                        .filter(peer -> peer.compareTo(PeerDomain.parse("b.lit")) > 0)
                        .limit(2)
                        .toList());
    }

    @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
    @Label("the same rows come of the same decisions, whether they are copied or part of a statement")
    void copiedOrNot(@ForAll("steps") List<Step> steps) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (int copied : List.of(RosterStoreContract.ALWAYS_COPIED, RosterStoreContract.NEVER_COPIED)) {
            RosterStore store = new RosterStore(SharedDatabase.get().dataSource(), copied);
            LocalDomain domain = LocalDomain.parse("r" + NEXT.incrementAndGet() + ".property.lit");
            Roster roster = store.load(domain);
            List<Decision> batch = new ArrayList<>();
            long version = 0;
            for (int i = 0; i < steps.size(); i++) {
                Decision decision = steps.get(i).decide(roster, BEGIN.plusNanos(1_000L * i));
                roster = roster.with(decision);
                batch.add(decision);
                if (steps.get(i).endsBatch() || i == steps.size() - 1) {
                    assertThat(store.commit(domain, version, batch)).isTrue();
                    version = roster.version();
                    batch.clear();
                }
            }
            rows.add(rows(domain));
        }
        assertThat(rows.get(0)).isEqualTo(rows.get(1));
    }

    /** All that a domain's rows say, in order, but for what differs each time. */
    private static String rows(LocalDomain domain) throws SQLException {
        StringBuilder rows = new StringBuilder();
        for (String table :
                List.of("roster_item i order by peer", "roster_event i order by id", "outbox i order by id")) {
            rows.append(Sql.text(
                    SharedDatabase.get().dataSource(),
                    "select coalesce(jsonb_agg(row), '[]') from (select to_jsonb(i) - '{local_domain,id,key,created_at,"
                            + "sent_at}'::text[] as row from "
                            + table.replace(" order", " where local_domain = '" + domain + "' order") + ") as rows"));
        }
        return rows.toString();
    }

    /** What a peer is owed after a decision: what it was owed and still holds, and behind it what this decision owes. */
    private static void owe(Decision decision, Map<Place, PeerStanza> owed) {
        RosterItem item = decision.after();
        owed.keySet()
                .removeIf(place ->
                        place.peer().equals(item.peer()) && !place.kind().isOwedIn(item.state()));
        for (PeerStanza stanza : decision.toPeer()) {
            if (stanza.kind().isOwedIn(item.state())) {
                Place place = new Place(item.peer(), stanza.kind());
                owed.remove(place);
                owed.put(place, stanza);
            }
        }
    }

    /** What a reader of the roster can tell apart. */
    private static List<Object> shown(RosterItem item) {
        return List.of(item.state(), item.approved(), item.blocked(), item.name(), item.groups());
    }

    private static void assertSame(Roster loaded, Roster inMemory) {
        assertThat(loaded.version()).isEqualTo(inMemory.version());
        assertThat(loaded.pendingIn()).isEqualTo(inMemory.pendingIn());
        assertThat(List.copyOf(loaded.items())).isEqualTo(List.copyOf(inMemory.items()));
    }
}
