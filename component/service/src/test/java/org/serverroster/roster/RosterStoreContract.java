package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.config.ApprovalAction;
import org.serverroster.config.ApprovalRule;
import org.serverroster.config.DomainPattern;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

/** What the store promises, on whichever PostgreSQL a subclass starts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RosterStoreContract {

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final ApprovalRule PROMPT = new ApprovalRule(DomainPattern.ANY, ApprovalAction.PROMPT, false);
    private static final SubscriptionRules RULES = new SubscriptionRules(true, 0);
    private static final Jid ADMIN = Jid.parse("admin@montague.lit");
    private static final PeerDomain CAPULET = PeerDomain.parse("capulet.lit");

    /** However few the rows are, they are copied, or however many, they are not. */
    static final int ALWAYS_COPIED = 1;

    static final int NEVER_COPIED = Integer.MAX_VALUE;

    private final TestPostgres.Version version;
    private final int copied;
    private TestPostgres server;
    private Database database;
    private RosterStore store;

    RosterStoreContract(TestPostgres.Version version, int copied) {
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

    private static LocalDomain freshDomain() {
        return LocalDomain.parse("d" + NEXT.incrementAndGet() + ".lit");
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static Decision request(RosterItem item, String reason, String stanza) {
        return RULES.requested(item, 0, PROMPT, reason, stanza, now());
    }

    private static Decision request(String peer) {
        return request(RosterItem.none(PeerDomain.parse(peer), now()), "please", "<presence/>");
    }

    @Test
    void aDomainBeginsWithAnEmptyRosterOfVersionZero() {
        Roster roster = store.load(freshDomain());
        assertThat(roster.version()).isZero();
        assertThat(roster.items()).isEmpty();
    }

    @Test
    @DisplayName("the first stanza is kept whole, for as long as the request stands")
    void keepsTheStanzaWhole() throws SQLException {
        LocalDomain d = freshDomain();
        Roster roster = store.load(d);
        Decision first = request(RosterItem.none(CAPULET, now()), "", "<presence><status>please</status></presence>");
        assertThat(store.commit(d, 0, List.of(first))).isTrue();
        assertThat(stanza(d)).isEqualTo("<presence><status>please</status></presence>");

        // The item is written again, by something else.
        Decision asked = new SubscriptionRules(false, 0).subscribe(first.after(), ADMIN, now());
        assertThat(store.commit(d, 1, List.of(asked))).isTrue();
        assertThat(stanza(d)).isEqualTo("<presence><status>please</status></presence>");

        Decision denied = RULES.deny(asked.after(), ADMIN, "", now());
        Decision again = request(denied.after(), "", "<presence id='2'/>");
        assertThat(store.commit(d, 2, List.of(denied, again))).isTrue();
        assertThat(stanza(d)).isEqualTo("<presence id='2'/>");

        Decision approved = RULES.approve(again.after(), ADMIN, true, "", now());
        assertThat(store.commit(d, 4, List.of(approved))).isTrue();
        assertThat(stanza(d)).isNull();
        assertThat(store.load(d).version()).isEqualTo(5);
        Roster inMemory =
                roster.with(first).with(asked).with(denied).with(again).with(approved);
        assertThat(List.copyOf(store.load(d).items())).isEqualTo(List.copyOf(inMemory.items()));
    }

    @ParameterizedTest
    @EnumSource(RosterEvent.Action.class)
    void everyActionHasItsPlaceInTheLog(RosterEvent.Action action) {
        LocalDomain d = freshDomain();
        RosterItem item = RosterItem.none(CAPULET, now());
        RosterEvent event =
                new RosterEvent(now(), new Actor.Admin(ADMIN), CAPULET, action, item.state(), item.state(), "");
        store.load(d);

        store.commit(
                d,
                0,
                List.of(new Decision(
                        item, item, Optional.empty(), List.of(event), List.of(), List.of(), Decision.Verdict.DONE)));

        assertThat(store.history(d, Optional.of(CAPULET), 10)).containsExactly(event);
    }

    private String stanza(LocalDomain d) throws SQLException {
        return Sql.text(
                database.dataSource(), "select request_stanza from roster_item where local_domain = '" + d + "'");
    }

    @Test
    @DisplayName("None without approved, blocked, name, groups or note is no item: the row goes (its events stay)")
    void whatIsEmptyHasNoRow() {
        LocalDomain d = freshDomain();
        store.load(d);
        Decision asked = request("capulet.lit");
        Decision left = RULES.unsubscribed(asked.after(), "never mind", now());
        assertThat(store.commit(d, 0, List.of(asked))).isTrue();
        assertThat(store.commit(d, 1, List.of(left))).isTrue();

        assertThat(store.load(d).items()).isEmpty();
        assertThat(store.load(d).version()).isEqualTo(2);
        List<RosterEvent> events = new ArrayList<>(asked.events());
        events.addAll(left.events());
        Collections.reverse(events);
        assertThat(store.history(d, Optional.of(CAPULET), 10)).isEqualTo(events);
    }

    @Test
    @DisplayName("what administrators ended is found in the log, each once, the newest first, and not what is older")
    void whatWasEnded() {
        LocalDomain d = freshDomain();
        store.load(d);
        Instant before = now();
        List<Decision> decisions = new ArrayList<>();
        for (String peer : List.of("a.lit", "b.lit", "a.lit")) {
            RosterItem item = RosterItem.none(PeerDomain.parse(peer), now());
            Decision asked = RULES.subscribe(item, ADMIN, now());
            decisions.add(asked);
            decisions.add(RULES.remove(asked.after(), ADMIN, false, now()));
        }
        decisions.add(request("c.lit"));
        assertThat(store.commit(d, 0, decisions)).isTrue();

        assertThat(store.endedSince(d, before, 10))
                .extracting(ending -> ending.kind() + " " + ending.peer())
                .containsExactly("UNSUBSCRIBE a.lit", "UNSUBSCRIBE b.lit");
        assertThat(store.endedSince(d, before, 1)).hasSize(1);
        assertThat(store.endedSince(d, now().plusSeconds(1), 10)).isEmpty();
        assertThat(store.endedSince(freshDomain(), before, 10)).isEmpty();
    }

    @Test
    void nothingIsWrittenWhereAnotherWroteInBetween() {
        LocalDomain d = freshDomain();
        store.load(d);
        assertThat(store.commit(d, 0, List.of(request("a.lit")))).isTrue();
        assertThat(store.commit(d, 0, List.of(request("b.lit")))).isFalse();
        assertThat(store.load(d).items())
                .extracting(item -> item.peer().toString())
                .containsExactly("a.lit");
        assertThat(store.history(d, Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void oneDomainNeverWritesInAnothers() {
        LocalDomain one = freshDomain();
        LocalDomain two = freshDomain();
        store.load(one);
        store.load(two);
        assertThat(store.commit(one, 0, List.of(request("capulet.lit")))).isTrue();
        assertThat(store.load(two).items()).isEmpty();
        assertThat(store.history(two, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void historyIsNewestFirstAndBounded() {
        LocalDomain d = freshDomain();
        store.load(d);
        List<Decision> decisions = List.of(request("a.lit"), request("b.lit"), request("c.lit"));
        assertThat(store.commit(d, 0, decisions)).isTrue();
        assertThat(store.history(d, Optional.empty(), 2))
                .extracting(event -> event.peer().toString())
                .containsExactly("c.lit", "b.lit");
    }

    @Test
    void everyActorComesBackAsItWas() {
        LocalDomain d = freshDomain();
        store.load(d);
        ApprovalRule rule = new ApprovalRule(DomainPattern.ANY, ApprovalAction.APPROVE, false);
        Decision byRule = RULES.requested(RosterItem.none(CAPULET, now()), 0, rule, "", "<presence/>", now());
        Decision byAdmin = RULES.block(byRule.after(), ADMIN, true, "spam", now());
        assertThat(store.commit(d, 0, List.of(byRule, byAdmin))).isTrue();
        assertThat(store.history(d, Optional.empty(), 10))
                .extracting(RosterEvent::actor)
                .containsExactly(new Actor.Admin(ADMIN), new Actor.Policy("*"), new Actor.Peer(CAPULET));
    }

    @Test
    @DisplayName("what PostgreSQL cannot hold breaks no batch, and memory and database stay the same")
    void textsThatCannotBeStored() {
        LocalDomain d = freshDomain();
        Roster roster = store.load(d);
        Decision asked = request(RosterItem.none(CAPULET, now()), "a\0b\uD83Dc" + "x".repeat(2_000), "<p>\0</p>");
        RosterItem named = asked.after().withText("n\0", List.of("g\0", "\uDE00"), "t\0");
        Decision edited = new Decision(
                asked.after(), named, Optional.empty(), List.of(), List.of(), List.of(), Decision.Verdict.DONE);
        assertThat(store.commit(d, 0, List.of(asked, edited))).isTrue();

        assertThat(List.copyOf(store.load(d).items()))
                .isEqualTo(List.copyOf(roster.with(asked).with(edited).items()));
        RosterItem loaded = store.load(d).find(CAPULET).orElseThrow();
        assertThat(loaded.name()).isEqualTo("n\uFFFD");
        assertThat(loaded.request().orElseThrow().reason())
                .startsWith("a\uFFFDb\uFFFDc")
                .hasSize(1_000);
    }

    @Test
    void internationalNamesAndOddTextsComeBack() {
        LocalDomain d = freshDomain();
        Roster roster = store.load(d);
        RosterItem item = RosterItem.none(PeerDomain.parse("müller.例え"), now())
                .withText(
                        "O'Brien \\ \"{}\" \uD83D\uDE00", List.of("", "{a,b}", "NULL", "\"q\"", "null"), "line\nline");
        Decision edited = new Decision(
                RosterItem.none(item.peer(), item.since()),
                item,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Decision.Verdict.DONE);
        assertThat(store.commit(d, 0, List.of(edited))).isTrue();
        assertThat(List.copyOf(store.load(d).items()))
                .isEqualTo(List.copyOf(roster.with(edited).items()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state = 'Friends'",
                "state = 'None + Pending In'",
                "state = 'To'",
                "state = 'None + Pending Out'",
                "state = 'None', from_since = null",
                "from_since = null",
                "to_since = now()",
                "asked_sent = now()",
                "asked_failure = 'x'",
                "request_received = now(), request_reason = ''",
                "request_reason = 'x'",
                "request_stanza = '<presence/>'",
                "groups = array[null]::text[]",
                "groups = '{{a},{b}}'",
                "since = null",
                "local_domain = 'nowhere.lit'",
            })
    @DisplayName("states constrained by CHECK: a row that no item can be is refused")
    void impossibleRowsAreRefused(String change) throws SQLException {
        LocalDomain d = freshDomain();
        store.load(d);
        Decision asked = request("capulet.lit");
        Decision approved = RULES.approve(asked.after(), ADMIN, false, "", now());
        assertThat(store.commit(d, 0, List.of(asked, approved))).isTrue();
        assertThat(store.load(d).find(CAPULET).orElseThrow().state()).isEqualTo(SubscriptionState.FROM);
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Sql.execute(
                        database.dataSource(),
                        "update roster_item set " + change + " where local_domain = '" + d + "'"))
                .satisfies(e -> assertThat(e.getSQLState()).startsWith("23"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update roster_event set reason = ''",
                "delete from roster_event",
                "truncate roster_event",
                "set session_replication_role = replica; delete from roster_event",
            })
    @DisplayName("an append-only roster_event table")
    void eventsAreNeverChanged(String statement) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Sql.execute(database.dataSource(), statement))
                .withMessageContaining("append-only");
    }

    @Test
    void aFaultNamesItsStateAndNothingThatAPeerWrote() {
        LocalDomain d = freshDomain();
        store.load(d);
        Decision asked = request(RosterItem.none(CAPULET, Instant.parse("+300000-01-01T00:00:00Z")), "geheim", "<p/>");
        assertThatExceptionOfType(RosterStoreException.Fault.class)
                .isThrownBy(() -> store.commit(d, 0, List.of(asked)))
                .withMessageContaining("SQLSTATE")
                .withMessageNotContaining("geheim");
        assertThat(store.load(d).version()).isZero();
    }

    @Test
    void migratingAgainChangesNothing() {
        LocalDomain d = freshDomain();
        store.load(d);
        assertThat(store.commit(d, 0, List.of(request("capulet.lit")))).isTrue();
        database.migrate();
        assertThat(store.load(d).items()).hasSize(1);
    }

    @Test
    void theServerIsTheOneMeant() throws SQLException {
        assertThat(Sql.text(database.dataSource(), "show server_version"))
                .startsWith(version == TestPostgres.Version.OLDEST ? "13." : "18.");
    }
}
