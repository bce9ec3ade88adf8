package org.serverroster.presence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.dom4j.Element;
import org.serverroster.config.ApprovalRules;
import org.serverroster.config.ComponentConfig;
import org.serverroster.config.ContactConfig;
import org.serverroster.config.LimitsConfig;
import org.serverroster.config.Reader;
import org.serverroster.config.Secret;
import org.serverroster.config.TlsConfig;
import org.serverroster.config.TrustConfig;
import org.serverroster.config.TrustRequirement;
import org.serverroster.outbox.PeerGate;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Ending;
import org.serverroster.roster.Notice;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterChange;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.router.Door;
import org.serverroster.router.Intake;
import org.serverroster.router.Replies;
import org.serverroster.router.Router;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.TestStanzas;

/**
 * A local domain's presence with everything but the stream and the database: what comes in is routed, changes are decided
 * and made in memory at once, and what leaves is kept.
 */
final class PresenceScenario implements AutoCloseable {

    static final LocalDomain BUDDIES = LocalDomain.parse("buddies.montague.lit");
    static final Jid ADMIN = Jid.parse("admin@montague.lit");

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final Deque<String> sent = new ArrayDeque<>();
    private final List<Notice> told = new ArrayList<>();
    private final PeerPresence heard = new PeerPresence();
    private final PeerStanzas stanzas = new PeerStanzas(BUDDIES);
    private final Replies replies = new Replies(100, System::nanoTime);
    private final List<Ending> ended = new CopyOnWriteArrayList<>();
    private final SubscriptionRules rules;
    private final PresenceFeature presence;
    private final Intake intake;
    private int changes;
    private boolean full;
    private volatile Roster roster = Roster.of(BUDDIES, 0, List.of());

    PresenceScenario() {
        this(new ApprovalRules(List.of()), new LimitsConfig(1_000, 0, 0, 0));
    }

    /** @param readers who may read the roster, besides the administrator */
    PresenceScenario(List<Reader> readers) {
        this(new ApprovalRules(List.of()), new LimitsConfig(1_000, 0, 0, 0), readers);
    }

    PresenceScenario(ApprovalRules approval, LimitsConfig limits) {
        this(approval, limits, List.of());
    }

    private PresenceScenario(ApprovalRules approval, LimitsConfig limits, List<Reader> readers) {
        Door door = new Door(Set.of(BUDDIES), this::leave);
        rules = new SubscriptionRules(true, limits.maxPending());
        presence = new PresenceFeature(
                BUDDIES,
                config(approval, readers),
                limits,
                rules,
                heard,
                stanzas,
                () -> roster,
                new PeerGate(BUDDIES, stanzas::of, door::offer, () -> true, System::nanoTime),
                replies,
                () -> CompletableFuture.completedFuture(List.copyOf(ended)),
                (from, available) -> {},
                executor);
        Router.Builder router = new Router.Builder();
        presence.register(router);
        router.replies(replies);
        Intake.Local local = new Intake.Local(BUDDIES, router.build(), () -> roster, this::change, presence::heard);
        intake = new Intake(BUDDIES, List.of(local), door, reason -> {});
    }

    private static ComponentConfig config(ApprovalRules approval, List<Reader> readers) {
        return new ComponentConfig(
                BUDDIES,
                "127.0.0.1",
                5347,
                new TlsConfig.Off(),
                new Secret("not used here"),
                List.of(),
                Set.of(ADMIN),
                readers,
                approval,
                true,
                true,
                new TrustConfig(TrustRequirement.FROM, false),
                new ContactConfig(Map.of()));
    }

    private synchronized boolean leave(Element stanza) {
        return sent.add(stanza.asXML().replaceAll(" id=\"(subscribe|probe)-[^\"]*\"", ""));
    }

    /** From now on the roster thread takes nothing, as while its queue is full. */
    void fill() {
        full = true;
    }

    private void change(RosterChange change) {
        if (full) {
            change.refuse().apply(RosterChange.Refusal.BUSY).forEach(packet -> leave(packet.getElement()));
            return;
        }
        changes++;
        RosterItem item = roster.find(change.peer()).orElseGet(() -> RosterItem.none(change.peer(), Instant.EPOCH));
        Decision decision = change.rule().decide(roster, item, Instant.now().truncatedTo(ChronoUnit.MICROS));
        roster = roster.with(decision.after());
        told.addAll(decision.notices());
        decision.events().forEach(event -> ended.addAll(Ending.of(event)));
        heard.settle(decision.after());
        stanzas.of(decision).forEach(packet -> leave(packet.getElement()));
        change.answer().apply(decision).forEach(packet -> leave(packet.getElement()));
    }

    /** What is sent because of the stanza, in order. */
    List<String> receive(String xml) {
        drain();
        intake.take(TestStanzas.element(xml));
        return drain();
    }

    /** What is sent because of a presence of that type from peer.lit. */
    List<String> from(String type) {
        return receive("<presence type='%s' from='peer.lit' to='buddies.montague.lit'/>".formatted(type));
    }

    /** What is sent because of an administrator's word. */
    List<String> admin(String peer, RosterChange.Rule rule) {
        drain();
        change(new RosterChange(PeerDomain.parse(peer), rule, decision -> List.of(), refusal -> List.of()));
        return drain();
    }

    List<String> subscribe(String peer) {
        return admin(peer, (r, item, now) -> rules.subscribe(item, ADMIN, now));
    }

    List<String> unsubscribe(String peer) {
        return admin(peer, (r, item, now) -> rules.unsubscribe(item, ADMIN, "", now));
    }

    List<String> approve(String peer) {
        return admin(peer, (r, item, now) -> rules.approve(item, ADMIN, true, "", now));
    }

    List<String> deny(String peer) {
        return admin(peer, (r, item, now) -> rules.deny(item, ADMIN, "", now));
    }

    List<String> block(String peer) {
        return admin(peer, (r, item, now) -> rules.block(item, ADMIN, true, "", now));
    }

    /** A peer with whom presence goes both ways. */
    void buddies(String peer) {
        subscribe(peer);
        receive("<presence type='subscribed' from='%s' to='buddies.montague.lit'/>".formatted(peer));
        receive("<presence type='subscribe' from='%s' to='buddies.montague.lit'/>".formatted(peer));
    }

    List<String> attach() throws Exception {
        drain();
        presence.attached();
        return afterGreeting();
    }

    private List<String> afterGreeting() throws Exception {
        // What was read for the greeting comes in a task of its own behind the first.
        for (int task = 0; task < 2; task++) {
            executor.submit(() -> {}).get(10, TimeUnit.SECONDS);
        }
        return drain();
    }

    void detach() throws Exception {
        presence.detached();
        afterGreeting();
    }

    List<String> goodbyes() {
        return presence.goodbyes().map(packet -> packet.getElement().asXML()).toList();
    }

    SubscriptionState state(String peer) {
        return roster.find(PeerDomain.parse(peer)).map(RosterItem::state).orElse(SubscriptionState.NONE);
    }

    PeerPresence heard() {
        return heard;
    }

    Roster roster() {
        return roster;
    }

    List<Notice> told() {
        List<Notice> all = List.copyOf(told);
        told.clear();
        return all;
    }

    /** How many changes the roster thread was given since the last call. */
    int changes() {
        int all = changes;
        changes = 0;
        return all;
    }

    private synchronized List<String> drain() {
        List<String> all = List.copyOf(sent);
        sent.clear();
        return all;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
