package org.serverroster.rosterquery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.dom4j.Element;
import org.serverroster.config.ApprovalAction;
import org.serverroster.config.ApprovalRule;
import org.serverroster.config.DomainPattern;
import org.serverroster.config.Reader;
import org.serverroster.roster.Actor;
import org.serverroster.roster.ChangeLog;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterChange;
import org.serverroster.roster.RosterEvent;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.StoreFaults;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.router.Door;
import org.serverroster.router.Intake;
import org.serverroster.router.Outcome;
import org.serverroster.router.Replies;
import org.serverroster.router.Router;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.TestStanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * A local domain whose roster is read, followed and written over {@code jabber:iq:roster}, with everything but the stream
 * and the database: stanzas go in as text through the intake, changes are decided by the real rules and committed in
 * memory, and what leaves is kept. One thread.
 */
final class Desk {

    static final LocalDomain BUDDIES = LocalDomain.parse("buddies.montague.lit");
    static final Jid ADMIN = Jid.parse("admin@montague.lit");
    static final String DESK = "admin@montague.lit/desk";
    static final String READER = "incidents.montague.lit";
    static final String OTHER = "monitor.montague.lit";

    private static final ApprovalRule PROMPT = new ApprovalRule(DomainPattern.ANY, ApprovalAction.PROMPT, false);

    final SubscriptionRules rules = new SubscriptionRules(true, 0);
    final List<Element> sent = new ArrayList<>();
    final RosterPushes pushes;
    private final Events events = new Events();
    private final Replies replies;
    private final Intake intake;
    private final List<RosterChange> waiting = new ArrayList<>();
    private Roster roster = Roster.of(BUDDIES, 0, List.of());
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private long nanoTime;
    private boolean attached;
    private boolean busy;
    private boolean holds;

    Desk() {
        this(Bounds.DEFAULT);
    }

    Desk(Bounds bounds) {
        Reader reader = Reader.parse(READER);
        Reader other = Reader.parse(OTHER);
        Predicate<Jid> mayRead =
                jid -> reader.matches(jid) || other.matches(jid) || jid.bare().equals(ADMIN);
        replies = new Replies(10_000, () -> nanoTime);
        pushes = new RosterPushes(BUDDIES, mayRead, jid -> jid.bare().equals(ADMIN), replies, events, bounds);
        Router router = new Router.Builder()
                .iq(IQ.Type.get, Namespaces.ROSTER, "query", new RosterGet(mayRead, pushes, () -> roster))
                .iq(IQ.Type.set, Namespaces.ROSTER, "query", new RosterSet(rules, Set.of(ADMIN)))
                .replies((reply, snapshot) -> {
                    replies.handle(reply, snapshot);
                    return pushes.work(() -> roster).map(Outcome::change).orElse(Outcome.nothing());
                })
                .presence(null, (in, snapshot) -> told(in.from(), true))
                .presence(Presence.Type.unavailable, (in, snapshot) -> told(in.from(), false))
                .build();
        Door door = new Door(Set.of(BUDDIES), element -> attached && sent.add(element));
        intake = new Intake(
                BUDDIES,
                List.of(new Intake.Local(BUDDIES, router, () -> roster, this::submit, peer -> {})),
                door,
                reason -> {});
        attach();
    }

    private Outcome told(Jid from, boolean available) {
        pushes.told(from, available);
        return Outcome.nothing();
    }

    Roster roster() {
        return roster;
    }

    // The stream, the time and the database

    void attach() {
        attached = true;
        pushes.attached();
    }

    void detach() {
        attached = false;
        pushes.detached();
    }

    /** Time passes, with the timer's work at its end. */
    void passes(Duration time) {
        nanoTime += time.toNanos();
        replies.expire();
        pushes.work(() -> roster).ifPresent(this::submit);
    }

    /** The database answers no questions, or does again. */
    void databaseIsAway(boolean away) {
        events.away = away;
    }

    /** The roster thread's queue is full, or takes again. */
    void isBusy(boolean now) {
        busy = now;
    }

    /** Changes wait until they are let go, and are then committed in one transaction. */
    void holdChanges() {
        holds = true;
    }

    void letGo() {
        holds = false;
        List<RosterChange> batch = List.copyOf(waiting);
        waiting.clear();
        commit(batch);
    }

    private void submit(RosterChange change) {
        if (busy) {
            leave(change.refuse().apply(RosterChange.Refusal.BUSY));
        } else if (holds) {
            waiting.add(change);
        } else {
            commit(List.of(change));
        }
    }

    /** As the roster thread does: all is decided and published, and then each is told. */
    private void commit(List<RosterChange> changes) {
        Map<RosterChange, Decision> decisions = new LinkedHashMap<>();
        Map<RosterChange, Long> versions = new LinkedHashMap<>();
        for (RosterChange change : changes) {
            now = now.plusSeconds(1);
            RosterItem item = roster.find(change.peer()).orElseGet(() -> RosterItem.none(change.peer(), now));
            Decision decision = change.rule().decide(roster, item, now);
            roster = roster.with(decision);
            events.add(decision, roster.version());
            decisions.put(change, decision);
            versions.put(change, roster.version());
        }
        decisions.forEach((change, decision) -> {
            leave(pushes.committed(decision, versions.get(change)));
            leave(change.answer().apply(decision));
        });
    }

    private void leave(List<Packet> packets) {
        if (attached) {
            packets.forEach(packet -> sent.add(packet.getElement()));
        }
    }

    // What happens to the roster

    void change(String peer, RosterChange.Rule rule) {
        submit(new RosterChange(PeerDomain.parse(peer), rule, decision -> List.of(), refusal -> List.of()));
    }

    void subscribe(String peer) {
        change(peer, (all, item, at) -> rules.subscribe(item, ADMIN, at));
    }

    void name(String peer, String name) {
        change(peer, (all, item, at) -> rules.edit(item, ADMIN, name, item.groups(), item.note(), at));
    }

    void remove(String peer) {
        change(peer, (all, item, at) -> rules.remove(item, ADMIN, true, at));
    }

    void requested(String peer) {
        change(peer, (all, item, at) -> rules.requested(item, 0, PROMPT, "", "<presence/>", at));
    }

    /** The peer, which nobody knew, is subscribed to us. */
    void approve(String peer) {
        requested(peer);
        change(peer, (all, item, at) -> rules.approve(item, ADMIN, false, "", at));
    }

    // What readers send

    /** What leaves because of it, in order. */
    List<Element> receive(String xml) {
        sent.clear();
        intake.take(TestStanzas.element(xml));
        return List.copyOf(sent);
    }

    Element answerTo(String xml) {
        List<Element> answers = receive(xml);
        assertThat(answers).as(xml).hasSize(1);
        return answers.get(0);
    }

    static String get(String from, String ver) {
        return get("r1", from, ver);
    }

    static String get(String id, String from, String ver) {
        return "<iq type='get' id='%s' from='%s' to='buddies.montague.lit'><query xmlns='jabber:iq:roster'%s/></iq>"
                .formatted(id, from, ver == null ? "" : " ver='" + ver + "'");
    }

    static String set(String from, String items) {
        return "<iq type='set' id='s1' from='%s' to='buddies.montague.lit'><query xmlns='jabber:iq:roster'>%s</query></iq>"
                .formatted(from, items);
    }

    void available(String from) {
        receive("<presence from='%s' to='buddies.montague.lit'/>".formatted(from));
    }

    void unavailable(String from) {
        receive("<presence type='unavailable' from='%s' to='buddies.montague.lit'/>".formatted(from));
    }

    List<Element> answer(Element push, String type) {
        return receive("<iq type='%s' id='%s' from='%s' to='buddies.montague.lit'/>"
                .formatted(type, push.attributeValue("id"), push.attributeValue("to")));
    }

    /** The events of the roster as the database keeps them. */
    private static final class Events implements ChangeLog {

        private final List<Change> all = new ArrayList<>();
        private final TreeSet<PeerDomain> letIn = new TreeSet<>();
        private boolean away;

        void add(Decision decision, long version) {
            for (RosterEvent event : decision.events()) {
                all.add(new Change(version, event.peer()));
                if (!(event.actor() instanceof Actor.Peer) && event.action() != RosterEvent.Action.DENY) {
                    letIn.add(event.peer());
                }
            }
        }

        private void ask() {
            if (away) {
                throw StoreFaults.unavailable();
            }
        }

        @Override
        public List<Change> between(long after, long upTo, int max) {
            ask();
            Map<Long, Change> firsts = new LinkedHashMap<>();
            all.stream()
                    .filter(change -> change.version() > after && change.version() <= upTo)
                    .forEach(change -> firsts.putIfAbsent(change.version(), change));
            return firsts.values().stream().limit(max).toList();
        }

        @Override
        public List<PeerDomain> everLetIn(Optional<PeerDomain> after, int max) {
            ask();
            return letIn.stream()
                    .filter(peer -> after.isEmpty() || peer.compareTo(after.get()) > 0)
                    .limit(max)
                    .toList();
        }
    }
}
