package org.serverroster.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.dom4j.Element;
import org.serverroster.config.ApprovalAction;
import org.serverroster.config.ApprovalRule;
import org.serverroster.config.DomainPattern;
import org.serverroster.presence.PeerStanzas;
import org.serverroster.roster.RosterChange;
import org.serverroster.roster.RosterMetrics;
import org.serverroster.roster.RosterService;
import org.serverroster.roster.RosterStore;
import org.serverroster.roster.SharedDatabase;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;
import org.xmpp.packet.Packet;

/**
 * A roster, its outbox and its gate as one process has them, on a real database, with a line in the place of the stream: it
 * keeps what it takes until the test lets the server take it, breaks it or stalls it.
 */
final class OutboxScenario implements AutoCloseable {

    static final SubscriptionRules RULES = new SubscriptionRules(false, 0);
    static final Jid ADMIN = Jid.parse("admin@montague.lit");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final ApprovalRule PROMPT = new ApprovalRule(DomainPattern.ANY, ApprovalAction.PROMPT, false);

    final DataSource database = SharedDatabase.get().dataSource();
    final LocalDomain domain;
    final RosterStore store = new RosterStore(database);
    final RosterService service;
    final PeerGate gate;
    final OutboxSender sender;
    final AtomicInteger sentAgain = new AtomicInteger();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

    // Guarded by this: what is in line, and whether more is taken.
    private final List<Element> line = new ArrayList<>();
    private boolean takes;

    OutboxScenario() throws InterruptedException {
        this(LocalDomain.parse("o" + NEXT.incrementAndGet() + ".outbox.lit"));
    }

    /** Another process on the same roster. */
    OutboxScenario(LocalDomain domain) throws InterruptedException {
        this.domain = domain;
        PeerStanzas stanzas = new PeerStanzas(domain);
        RosterMetrics metrics = new RosterMetrics() {
            @Override
            public void sentAgain(int count) {
                sentAgain.addAndGet(count);
            }
        };
        gate = new PeerGate(domain, stanzas::of, this::take, this::takesMore, System::nanoTime);
        service = new RosterService(domain, store, gate, (decision, after) -> List.of(), packets -> {}, metrics);
        sender =
                new OutboxSender(domain, store.outbox(domain), gate, service::snapshot, stanzas::of, metrics, executor);
        assertThat(service.start()).isTrue();
        sender.start();
    }

    private synchronized boolean take(Packet packet) {
        return takes && line.add(packet.getElement().createCopy());
    }

    private synchronized boolean takesMore() {
        return takes;
    }

    void attach() throws InterruptedException {
        stall(false);
        sender.attached();
        await("the gate is live", gate::isLive);
    }

    /** The stream breaks: what the server has not taken is lost. */
    synchronized void cut() {
        line.clear();
        takes = false;
        sender.detached();
    }

    /** Whether the stream takes no more. */
    synchronized void stall(boolean stalls) {
        takes = !stalls;
    }

    /** The presences in line, as {@code type peer}. */
    synchronized List<String> inLine() {
        return line.stream()
                .filter(stanza -> stanza.getName().equals("presence"))
                .map(stanza -> stanza.attributeValue("type", "available") + " " + stanza.attributeValue("to"))
                .toList();
    }

    /** What is last in line. */
    synchronized Element last() {
        return line.get(line.size() - 1);
    }

    /** The server takes everything in line, and the pings come back. */
    void serverTakesAll() {
        List<Element> taken;
        synchronized (this) {
            taken = List.copyOf(line);
            line.clear();
        }
        taken.stream()
                .filter(stanza -> stanza.getName().equals("iq"))
                .forEach(ping -> assertThat(sender.takes(ping)).isTrue());
    }

    /** A rule about a peer, carried out. */
    void change(String peer, RosterChange.Rule rule) throws InterruptedException {
        AtomicInteger done = new AtomicInteger();
        submit(peer, rule, done);
        await("it is committed", () -> done.get() == 1);
    }

    void submit(String peer, RosterChange.Rule rule, AtomicInteger done) {
        service.submit(new RosterChange(
                PeerDomain.parse(peer),
                rule,
                decision -> {
                    done.incrementAndGet();
                    return List.of();
                },
                refusal -> List.of()));
    }

    void subscribe(String peer) throws InterruptedException {
        change(peer, (roster, item, now) -> RULES.subscribe(item, ADMIN, now));
    }

    void unsubscribe(String peer) throws InterruptedException {
        change(peer, (roster, item, now) -> RULES.unsubscribe(item, ADMIN, "", now));
    }

    void requested(String peer) throws InterruptedException {
        change(peer, (roster, item, now) -> RULES.requested(item, 0, PROMPT, "", "<presence/>", now));
    }

    void approve(String peer) throws InterruptedException {
        change(peer, (roster, item, now) -> RULES.approve(item, ADMIN, true, "", now));
    }

    void block(String peer) throws InterruptedException {
        change(peer, (roster, item, now) -> RULES.block(item, ADMIN, false, "", now));
    }

    /** Does nothing more. */
    void die() {
        sender.close(PATIENCE);
    }

    long owed() {
        return store.outbox(domain).backlog().rows();
    }

    void awaitOwed(long rows) throws InterruptedException {
        await(rows + " rows are owed", () -> owed() == rows);
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long until " + what).isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    @Override
    public void close() {
        service.close(PATIENCE);
        sender.close(PATIENCE);
    }
}
