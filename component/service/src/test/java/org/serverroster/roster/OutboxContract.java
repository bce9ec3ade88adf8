package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.serverroster.roster.PeerStanza.Kind.SUBSCRIBE;
import static org.serverroster.roster.PeerStanza.Kind.SUBSCRIBED;
import static org.serverroster.roster.PeerStanza.Kind.UNSUBSCRIBE;
import static org.serverroster.roster.PeerStanza.Kind.UNSUBSCRIBED;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.serverroster.config.ApprovalAction;
import org.serverroster.config.ApprovalRule;
import org.serverroster.config.DomainPattern;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

/** What the outbox promises, on whichever PostgreSQL a subclass starts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OutboxContract {

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final ApprovalRule PROMPT = new ApprovalRule(DomainPattern.ANY, ApprovalAction.PROMPT, false);
    private static final SubscriptionRules RULES = new SubscriptionRules(false, 0);
    private static final Jid ADMIN = Jid.parse("admin@montague.lit");
    private static final PeerDomain CAPULET = PeerDomain.parse("capulet.lit");
    private static final PeerDomain MARLOWE = PeerDomain.parse("marlowe.lit");

    private final TestPostgres.Version version;
    private final int copied;
    private TestPostgres server;
    private Database database;
    private RosterStore store;

    OutboxContract(TestPostgres.Version version, int copied) {
        this.version = version;
        this.copied = copied;
    }

    @BeforeAll
    void start() throws IOException {
        server = new TestPostgres(version);
        server.start();
        database = server.database();
        database.migrate();
        store = new RosterStore(database.dataSource(), copied);
    }

    @AfterAll
    void stop() throws IOException {
        database.close();
        server.close();
    }

    /** A roster in the database, as the one who writes it sees it. */
    private final class Book {

        final LocalDomain domain = LocalDomain.parse("o" + NEXT.incrementAndGet() + ".lit");
        final Outbox outbox = store.outbox(domain);
        Roster roster = store.load(domain);

        Book write(Decision... decisions) {
            assertThat(store.commit(domain, roster.version(), List.of(decisions)))
                    .isTrue();
            for (Decision decision : decisions) {
                roster = roster.with(decision);
            }
            return this;
        }

        RosterItem item(PeerDomain peer) {
            return roster.find(peer).orElseGet(() -> RosterItem.none(peer, now()));
        }

        Book subscribe(PeerDomain peer) {
            return write(RULES.subscribe(item(peer), ADMIN, now()));
        }

        Book unsubscribe(PeerDomain peer) {
            return write(RULES.unsubscribe(item(peer), ADMIN, "never mind", now()));
        }

        Book requested(PeerDomain peer) {
            return write(RULES.requested(item(peer), 0, PROMPT, "", "<presence/>", now()));
        }

        Book approve(PeerDomain peer) {
            return write(RULES.approve(item(peer), ADMIN, true, "welcome", now()));
        }

        List<String> owed() {
            return outbox.take(0, 100).stream()
                    .map(row -> row.owed().stanza().kind() + " " + row.owed().peer())
                    .toList();
        }

        List<UUID> keys() {
            return outbox.take(0, 100).stream().map(row -> row.owed().key()).toList();
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    @Test
    @DisplayName(
            "each stanza that a change owes goes into an outbox row in the same transaction as the change, in order")
    void whatAChangeOwes() {
        Book book = new Book().requested(CAPULET).approve(CAPULET).subscribe(MARLOWE);

        List<Outbox.Row> rows = book.outbox.take(0, 100);

        assertThat(rows).extracting(Outbox.Row::id).isSorted().doesNotHaveDuplicates();
        assertThat(rows)
                .extracting(
                        row -> row.owed().peer(),
                        row -> row.owed().stanza(),
                        row -> row.owed().presence())
                .containsExactly(
                        tuple(CAPULET, new PeerStanza(SUBSCRIBED, "welcome"), true),
                        tuple(CAPULET, new PeerStanza(SUBSCRIBE, ""), true),
                        tuple(MARLOWE, new PeerStanza(SUBSCRIBE, ""), false));
    }

    @Test
    void whatIsNotCommittedIsNotOwed() {
        Book book = new Book().subscribe(CAPULET);
        Decision late = RULES.subscribe(book.item(MARLOWE), ADMIN, now());

        assertThat(store.commit(book.domain, book.roster.version() - 1, List.of(late)))
                .isFalse();
        Decision impossible =
                RULES.subscribe(RosterItem.none(MARLOWE, Instant.parse("+300000-01-01T00:00:00Z")), ADMIN, now());
        assertThatExceptionOfType(RosterStoreException.Fault.class)
                .isThrownBy(() -> store.commit(book.domain, book.roster.version(), List.of(impossible)));

        assertThat(book.owed()).containsExactly("SUBSCRIBE capulet.lit");
    }

    @Test
    @DisplayName("a subscribe that the peer has already refused, or that the admin has withdrawn, is owed no more")
    void whatIsOvertakenIsOwedNoMore() {
        Book book = new Book().subscribe(CAPULET).subscribe(MARLOWE);

        book.write(RULES.refused(book.item(CAPULET), "", now()));
        assertThat(book.owed()).containsExactly("SUBSCRIBE marlowe.lit");

        book.unsubscribe(MARLOWE);
        assertThat(book.owed()).containsExactly("UNSUBSCRIBE marlowe.lit");

        book.subscribe(MARLOWE);
        assertThat(book.owed()).containsExactly("SUBSCRIBE marlowe.lit");
    }

    @Test
    void whatIsOvertakenWithinOneTransactionWasNeverOwed() {
        Book book = new Book();
        Decision asks = RULES.subscribe(book.item(CAPULET), ADMIN, now());
        Decision withdraws = RULES.unsubscribe(asks.after(), ADMIN, "", now());

        book.write(asks, withdraws);

        assertThat(book.owed()).containsExactly("UNSUBSCRIBE capulet.lit");
    }

    @Test
    @DisplayName("an answer that changes nothing is owed too: who asks again may have missed the first")
    void anAnswerThatChangesNothingIsOwed() {
        Book book = new Book().requested(CAPULET).approve(CAPULET);
        book.outbox.confirmed(book.keys());
        assertThat(book.owed()).isEmpty();

        book.requested(CAPULET);

        assertThat(book.owed()).containsExactly("SUBSCRIBED capulet.lit");
    }

    @Test
    void theSameOwedAgainIsOneRowInANewPlace() {
        Book book = new Book().subscribe(CAPULET);
        List<UUID> first = book.keys();
        book.subscribe(MARLOWE).subscribe(CAPULET);

        assertThat(book.owed()).containsExactly("SUBSCRIBE marlowe.lit", "SUBSCRIBE capulet.lit");
        // What confirms the older one says nothing of the newer.
        book.outbox.confirmed(first);
        assertThat(book.owed()).containsExactly("SUBSCRIBE marlowe.lit", "SUBSCRIBE capulet.lit");
    }

    @Test
    void aRevokedSubscriptionIsOwedWithUnavailable() {
        Book book = new Book().requested(CAPULET).approve(CAPULET);

        book.write(RULES.block(book.item(CAPULET), ADMIN, false, "", now()));

        assertThat(book.outbox.take(0, 100))
                .extracting(Outbox.Row::owed)
                .filteredOn(owed -> owed.stanza().kind() == UNSUBSCRIBED)
                .singleElement()
                .matches(OwedStanza::presence);
        assertThat(book.owed()).doesNotContain("SUBSCRIBED capulet.lit");
    }

    @Test
    void confirmedRowsGoAndOthersStay() {
        Book book = new Book().subscribe(CAPULET).subscribe(MARLOWE);
        Book other = new Book().subscribe(CAPULET);

        book.outbox.confirmed(book.keys().subList(0, 1));
        book.outbox.confirmed(other.keys());

        assertThat(book.owed()).containsExactly("SUBSCRIBE marlowe.lit");
        assertThat(other.owed()).containsExactly("SUBSCRIBE capulet.lit");
        assertThat(book.outbox.backlog().rows()).isEqualTo(1);
        assertThat(book.outbox.backlog().oldest()).isPositive();
    }

    @Test
    void pagesFollowEachOther() {
        Book book = new Book();
        for (int n = 0; n < 5; n++) {
            book.subscribe(PeerDomain.parse("p" + n + ".lit"));
        }
        List<Outbox.Row> first = book.outbox.take(0, 2);
        List<Outbox.Row> second = book.outbox.take(first.get(1).id(), 10);

        assertThat(first).extracting(row -> row.owed().peer().toString()).containsExactly("p0.lit", "p1.lit");
        assertThat(second)
                .extracting(row -> row.owed().peer().toString())
                .containsExactly("p2.lit", "p3.lit", "p4.lit");
    }

    @Test
    @DisplayName(
            "rows of a killed instance are taken over by another: what nobody confirmed for some time, once each time")
    void whatIsOverdueIsTakenOnce() throws SQLException {
        Book book = new Book().subscribe(CAPULET).subscribe(MARLOWE);
        assertThat(book.outbox.takeOverdue(Duration.ofSeconds(15), 10)).isEmpty();

        Sql.execute(
                database.dataSource(),
                "update outbox set sent_at = now() - interval '16 s' where peer = 'capulet.lit' and local_domain = '"
                        + book.domain + "'");

        assertThat(book.outbox.takeOverdue(Duration.ofSeconds(15), 10))
                .extracting(row -> row.owed().peer())
                .containsExactly(CAPULET);
        assertThat(book.outbox.takeOverdue(Duration.ofSeconds(15), 10)).isEmpty();
    }

    @Test
    void nobodyWaitsForARowThatAnotherHolds() throws SQLException {
        Book book = new Book().subscribe(CAPULET).subscribe(MARLOWE);
        List<UUID> keys = book.keys();
        try (Connection holder = database.dataSource().getConnection()) {
            holder.setAutoCommit(false);
            try (PreparedStatement lock =
                    holder.prepareStatement("select from outbox where local_domain = ? and peer = ? for update")) {
                lock.setString(1, book.domain.toString());
                lock.setString(2, CAPULET.toString());
                lock.execute();
            }
            assertThat(book.owed()).containsExactly("SUBSCRIBE marlowe.lit");
            book.outbox.confirmed(keys);
            holder.rollback();
        }
        assertThat(book.owed()).containsExactly("SUBSCRIBE capulet.lit");
    }

    @Test
    void whatCanNotBeStoredInAReasonIsReplaced() {
        Book book = new Book().subscribe(CAPULET);

        book.write(RULES.unsubscribe(book.item(CAPULET), ADMIN, "a\0b" + "x".repeat(2_000), now()));

        assertThat(book.outbox.take(0, 1))
                .extracting(row -> row.owed().stanza())
                .satisfiesExactly(stanza -> {
                    assertThat(stanza.kind()).isEqualTo(UNSUBSCRIBE);
                    assertThat(stanza.reason()).startsWith("a\uFFFDb").hasSize(1_000);
                });
    }
}
