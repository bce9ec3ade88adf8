package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.serverroster.config.ApprovalAction;
import org.serverroster.config.ApprovalRule;
import org.serverroster.config.DomainPattern;
import org.serverroster.roster.RosterChange.Refusal;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/** A service on a local domain of its own, with what it lets out. */
final class ServiceScenario implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final ApprovalRule PROMPT = new ApprovalRule(DomainPattern.ANY, ApprovalAction.PROMPT, false);
    private static final SubscriptionRules RULES = new SubscriptionRules(true, 0);
    private static final Jid HERE = Jid.parse("here.lit");

    /** What left, in order. */
    final List<String> sent = new CopyOnWriteArrayList<>();

    /** What other instances changed, in order: how many items each time. */
    final List<Integer> caughtUp = new CopyOnWriteArrayList<>();

    final AtomicInteger notificationsLost = new AtomicInteger();
    final AtomicInteger retries = new AtomicInteger();

    /** How many changes each transaction held. */
    final List<Integer> transactions = new CopyOnWriteArrayList<>();

    final LocalDomain domain;
    final DataSource database;
    final RosterStore store;
    final RosterService service;

    /** Runs before anything leaves. */
    private volatile Runnable beforeSending = () -> {};

    ServiceScenario(DataSource database) {
        this(database, LocalDomain.parse("s" + NEXT.incrementAndGet() + ".service.lit"));
    }

    private ServiceScenario(DataSource database, LocalDomain domain) {
        this.database = database;
        this.domain = domain;
        store = new RosterStore(database);
        RosterMetrics metrics = new RosterMetrics() {
            @Override
            public void committed(int changes, Duration took) {
                transactions.add(changes);
            }

            @Override
            public void retried() {
                retries.incrementAndGet();
            }

            @Override
            public void caughtUp(int items) {
                caughtUp.add(items);
            }

            @Override
            public void notificationLost() {
                notificationsLost.incrementAndGet();
            }
        };
        service =
                new RosterService(domain, store, (decisions, owed) -> {}, ServiceScenario::render, this::send, metrics);
    }

    static ServiceScenario started(DataSource database) throws InterruptedException {
        ServiceScenario scenario = new ServiceScenario(database);
        assertThat(scenario.service.start()).isTrue();
        return scenario;
    }

    /** Another instance with the same roster, on this way to the database. */
    ServiceScenario another(DataSource way) throws InterruptedException {
        ServiceScenario other = new ServiceScenario(way, domain);
        assertThat(other.service.start()).isTrue();
        return other;
    }

    private static List<Packet> render(Decision decision, long version) {
        List<Packet> packets = new ArrayList<>();
        decision.notices().forEach(notice -> packets.add(say(notice.kind() + " " + notice.peer())));
        return packets;
    }

    private void send(List<Packet> packets) {
        beforeSending.run();
        packets.forEach(packet -> sent.add(((Message) packet).getBody()));
    }

    void beforeSending(Runnable check) {
        beforeSending = check;
    }

    static Packet say(String text) {
        return Stanzas.message(HERE, HERE, Message.Type.normal, "", text);
    }

    static PeerDomain peer(int n) {
        return PeerDomain.parse("p" + n + ".lit");
    }

    /** The request of peer number {@code n}; who asks is told {@code done n}, or why not. */
    static RosterChange request(int n) {
        return change(n, (roster, item, now) -> RULES.requested(item, roster.pendingIn(), PROMPT, "", "<p/>", now));
    }

    static RosterChange change(int n, RosterChange.Rule rule) {
        return new RosterChange(
                peer(n),
                rule,
                decision -> List.of(say((decision.verdict() == Decision.Verdict.DONE ? "done " : "nothing ") + n)),
                why -> List.of(say(why + " " + n)));
    }

    /** A change that no database takes: its time is beyond what PostgreSQL knows. */
    static RosterChange impossible(int n) {
        Instant never = Instant.parse("+300000-01-01T00:00:00Z");
        return change(n, (roster, item, now) -> {
            RosterItem named = RosterItem.none(item.peer(), never).withText("n", List.of(), "");
            return new Decision(item, named, Optional.empty(), List.of(), List.of(), List.of(), Decision.Verdict.DONE);
        });
    }

    /** An administrator approves the request of peer number {@code n}, and asks for the same. */
    static RosterChange approve(int n) {
        return change(n, (roster, item, now) -> RULES.approve(item, HERE, true, "", now));
    }

    /** What leaves for requests {@code from} to {@code to}, both included. */
    static List<String> answers(int from, int to) {
        List<String> answers = new ArrayList<>();
        for (int n = from; n <= to; n++) {
            answers.add("REQUESTED " + peer(n));
            answers.add("done " + n);
        }
        return answers;
    }

    static String refused(Refusal why, int n) {
        return why + " " + n;
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long until " + what).isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    void awaitSent(int stanzas) throws InterruptedException {
        await(stanzas + " stanzas left", () -> sent.size() >= stanzas);
    }

    /** Holds the lock on this domain's roster, as another writer in mid-transaction does. */
    Connection lockRoster() throws SQLException {
        Connection other = database.getConnection();
        other.setAutoCommit(false);
        try (PreparedStatement lock = other.prepareStatement("select from roster where local_domain = ? for update")) {
            lock.setString(1, domain.toString());
            lock.execute();
        }
        return other;
    }

    /** Waits until somebody waits for that lock. */
    void awaitWaiting(Connection holder) throws InterruptedException {
        await("the roster thread waits for the lock", () -> {
            try (PreparedStatement select = holder.prepareStatement(
                            "select 1 from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))");
                    ResultSet row = select.executeQuery()) {
                return row.next();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** What the database holds is what memory holds. */
    void assertSameAsDatabase() {
        Roster inDatabase = store.load(domain);
        assertThat(inDatabase.version()).isEqualTo(service.snapshot().version());
        assertThat(List.copyOf(inDatabase.items()))
                .isEqualTo(List.copyOf(service.snapshot().items()));
    }

    @Override
    public void close() {
        service.close(PATIENCE);
    }
}
