package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.roster.ServiceScenario.answers;
import static org.serverroster.roster.ServiceScenario.await;
import static org.serverroster.roster.ServiceScenario.change;
import static org.serverroster.roster.ServiceScenario.impossible;
import static org.serverroster.roster.ServiceScenario.peer;
import static org.serverroster.roster.ServiceScenario.refused;
import static org.serverroster.roster.ServiceScenario.request;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.roster.RosterChange.Refusal;

class RosterServiceTest {

    private static final DataSource DATABASE = SharedDatabase.get().dataSource();

    @Test
    @DisplayName("nothing sent before its commit")
    void nothingIsSentBeforeItsCommit() throws Exception {
        try (ServiceScenario scenario = ServiceScenario.started(DATABASE)) {
            List<Boolean> committed = new ArrayList<>();
            scenario.beforeSending(() -> committed.add(
                    scenario.store.load(scenario.domain).find(peer(1)).isPresent()
                            && scenario.service.snapshot().find(peer(1)).isPresent()));
            try (Connection other = scenario.lockRoster()) {
                scenario.service.submit(request(1));
                scenario.awaitWaiting(other);
                assertThat(scenario.sent).isEmpty();
                assertThat(scenario.service.snapshot().size()).isZero();
                other.rollback();
            }
            scenario.awaitSent(2);
            assertThat(scenario.sent).isEqualTo(answers(1, 1));
            assertThat(committed).isNotEmpty().containsOnly(true);
        }
    }

    @Test
    @DisplayName("takes changes in arrival order, commits many in one transaction")
    void manyChangesATransactionInOrder() throws Exception {
        try (ServiceScenario scenario = ServiceScenario.started(DATABASE)) {
            try (Connection other = scenario.lockRoster()) {
                scenario.service.submit(request(1));
                scenario.awaitWaiting(other);
                IntStream.rangeClosed(2, 1_101).forEach(n -> scenario.service.submit(request(n)));
                other.rollback();
            }
            scenario.awaitSent(2 * 1_101);
            assertThat(scenario.sent).isEqualTo(answers(1, 1_101));
            assertThat(scenario.transactions).containsExactly(1, RosterService.MAX_BATCH, 100);
            assertThat(scenario.service.snapshot().pendingIn()).isEqualTo(1_101);
            scenario.assertSameAsDatabase();
        }
    }

    @Test
    void eachIsDecidedOnEverythingDecidedBefore() throws Exception {
        try (ServiceScenario scenario = ServiceScenario.started(DATABASE)) {
            try (Connection other = scenario.lockRoster()) {
                scenario.service.submit(request(1));
                scenario.awaitWaiting(other);
                // In one transaction with each other: the second finds the first's request.
                scenario.service.submit(request(2));
                scenario.service.submit(request(2));
                other.rollback();
            }
            scenario.awaitSent(5);
            assertThat(scenario.sent)
                    .containsExactly("REQUESTED p1.lit", "done 1", "REQUESTED p2.lit", "done 2", "nothing 2");
            assertThat(scenario.service.snapshot().version()).isEqualTo(2);
        }
    }

    @Test
    void whatAnotherInstanceWroteInBetweenIsReadAndAllIsDecidedAgain() throws Exception {
        try (ServiceScenario scenario = ServiceScenario.started(DATABASE);
                ServiceScenario other = new ServiceScenario(DATABASE)) {
            RosterStore store = other.store;
            RosterItem none = RosterItem.none(peer(1), Instant.EPOCH);
            Decision theirs = request(1).rule().decide(store.load(scenario.domain), none, Instant.EPOCH);
            assertThat(store.commit(scenario.domain, 0, List.of(theirs))).isTrue();

            scenario.service.submit(request(1));
            scenario.service.submit(request(2));
            scenario.awaitSent(3);
            assertThat(scenario.sent).containsExactly("nothing 1", "REQUESTED p2.lit", "done 2");
            assertThat(scenario.service.snapshot().version()).isEqualTo(2);
            scenario.assertSameAsDatabase();
        }
    }

    @Test
    @DisplayName("everything that waits is bounded, and what does not fit is answered and counted")
    void aFullQueueRefusesWithoutWaiting() throws Exception {
        try (ServiceScenario scenario = ServiceScenario.started(DATABASE)) {
            int last = RosterService.QUEUE_CAPACITY + 1;
            try (Connection other = scenario.lockRoster()) {
                scenario.service.submit(request(1));
                scenario.awaitWaiting(other);
                for (int n = 2; n <= last; n++) {
                    assertThat(scenario.service.submit(request(n))).isTrue();
                }
                assertThat(scenario.service.submit(request(last + 1))).isFalse();
                assertThat(scenario.sent).containsExactly(refused(Refusal.BUSY, last + 1));
                other.rollback();
            }
            scenario.awaitSent(1 + 2 * last);
            assertThat(scenario.sent.subList(1, scenario.sent.size())).isEqualTo(answers(1, last));
            scenario.assertSameAsDatabase();
        }
    }

    @Test
    void aRuleThatFailsHindersNobodyElse() throws Exception {
        try (ServiceScenario scenario = ServiceScenario.started(DATABASE)) {
            try (Connection other = scenario.lockRoster()) {
                scenario.service.submit(request(1));
                scenario.awaitWaiting(other);
                scenario.service.submit(request(2));
                scenario.service.submit(change(3, (roster, item, now) -> {
                    throw new IllegalStateException("a fault in a rule, as this test wants it");
                }));
                scenario.service.submit(request(4));
                other.rollback();
            }
            scenario.awaitSent(7);
            List<String> expected = new ArrayList<>(answers(1, 2));
            expected.add(refused(Refusal.FAULT, 3));
            expected.addAll(answers(4, 4));
            assertThat(scenario.sent).isEqualTo(expected);
        }
    }

    @Test
    void whatTheDatabaseRefusesHindersNobodyElse() throws Exception {
        try (ServiceScenario scenario = ServiceScenario.started(DATABASE)) {
            try (Connection other = scenario.lockRoster()) {
                scenario.service.submit(request(1));
                scenario.awaitWaiting(other);
                IntStream.rangeClosed(2, 30).forEach(n -> scenario.service.submit(request(n)));
                scenario.service.submit(impossible(31));
                IntStream.rangeClosed(32, 60).forEach(n -> scenario.service.submit(request(n)));
                other.rollback();
            }
            scenario.awaitSent(2 * 59 + 1);
            List<String> expected = new ArrayList<>(answers(1, 30));
            expected.add(refused(Refusal.FAULT, 31));
            expected.addAll(answers(32, 60));
            assertThat(scenario.sent).isEqualTo(expected);
            assertThat(scenario.service.snapshot().size()).isEqualTo(59);
            scenario.assertSameAsDatabase();
        }
    }

    @Test
    @DisplayName("what was decided on a round that the database refuses then is decided again without it")
    void whatIsDecidedAheadIsThrownAwayWithWhatItBuildsOn() throws Exception {
        try (ServiceScenario scenario = ServiceScenario.started(DATABASE)) {
            AtomicInteger decisions = new AtomicInteger();
            try (Connection other = scenario.lockRoster()) {
                scenario.service.submit(impossible(1));
                scenario.awaitWaiting(other);
                IntStream.rangeClosed(2, 500).forEach(n -> scenario.service.submit(counted(n, decisions)));
                await("some are decided meanwhile", () -> decisions.get() >= 100);
                assertThat(scenario.sent).isEmpty();
                other.rollback();
            }
            scenario.awaitSent(1 + 2 * 499);
            List<String> expected = new ArrayList<>(List.of(refused(Refusal.FAULT, 1)));
            expected.addAll(answers(2, 500));
            assertThat(scenario.sent).isEqualTo(expected);
            assertThat(scenario.service.snapshot().find(peer(1))).isEmpty();
            assertThat(scenario.service.snapshot().version()).isEqualTo(499);
            scenario.assertSameAsDatabase();
        }
    }

    @Test
    @DisplayName("another instance wrote while a round was decided ahead: that is decided again as well, and once")
    void whatIsDecidedAheadIsThrownAwayWhereAnotherInstanceWasFaster() throws Exception {
        try (ServiceScenario scenario = ServiceScenario.started(DATABASE)) {
            AtomicInteger decisions = new AtomicInteger();
            try (Connection other = scenario.lockRoster();
                    PreparedStatement write =
                            other.prepareStatement("update roster set version = 7 where local_domain = ?")) {
                scenario.service.submit(request(1));
                scenario.awaitWaiting(other);
                IntStream.rangeClosed(2, 500).forEach(n -> scenario.service.submit(counted(n, decisions)));
                await("some are decided meanwhile", () -> decisions.get() >= 100);
                write.setString(1, scenario.domain.toString());
                write.executeUpdate();
                other.commit();
            }
            scenario.awaitSent(2 * 500);
            assertThat(scenario.sent).isEqualTo(answers(1, 500));
            assertThat(scenario.service.snapshot().version()).isEqualTo(7 + 500);
            assertThat(scenario.retries).hasValue(1);
            scenario.assertSameAsDatabase();
        }
    }

    /** A request that tells how often one of them was decided. */
    private static RosterChange counted(int n, AtomicInteger decisions) {
        RosterChange.Rule rule = request(n).rule();
        return change(n, (others, item, now) -> {
            decisions.incrementAndGet();
            return rule.decide(others, item, now);
        });
    }

    @Test
    void whoFailsToSayItsAnswerHindersNobodyElse() throws Exception {
        try (ServiceScenario scenario = ServiceScenario.started(DATABASE)) {
            RosterChange good = request(1);
            scenario.service.submit(new RosterChange(
                    good.peer(),
                    good.rule(),
                    decision -> {
                        throw new IllegalStateException("a fault in an answer, as this test wants it");
                    },
                    good.refuse()));
            scenario.service.submit(request(2));
            scenario.awaitSent(3);
            assertThat(scenario.sent).containsExactly("REQUESTED p1.lit", "REQUESTED p2.lit", "done 2");
        }
    }

    @Test
    void aRuleMayDecideAboutItsOwnItemAlone() throws Exception {
        try (ServiceScenario scenario = ServiceScenario.started(DATABASE)) {
            scenario.service.submit(change(
                    1, (roster, item, now) -> request(2).rule().decide(roster, RosterItem.none(peer(2), now), now)));
            scenario.awaitSent(1);
            assertThat(scenario.sent).containsExactly(refused(Refusal.FAULT, 1));
            assertThat(scenario.service.snapshot().size()).isZero();
        }
    }

    @Test
    void closingFinishesWhatWaits() throws Exception {
        ServiceScenario scenario = ServiceScenario.started(DATABASE);
        IntStream.rangeClosed(1, 1_200).forEach(n -> scenario.service.submit(request(n)));
        assertThat(scenario.service.close(ServiceScenario.PATIENCE)).isTrue();
        assertThat(scenario.sent).isEqualTo(answers(1, 1_200));
        scenario.assertSameAsDatabase();

        assertThat(scenario.service.submit(request(1_201))).isFalse();
        assertThat(scenario.sent.get(2_400)).isEqualTo(refused(Refusal.STOPPING, 1_201));
    }

    @Test
    void whatClosingCannotFinishInTimeIsRefused() throws Exception {
        ServiceScenario scenario = ServiceScenario.started(DATABASE);
        try (Connection other = scenario.lockRoster()) {
            scenario.service.submit(request(1));
            scenario.awaitWaiting(other);
            scenario.service.submit(request(2));
            scenario.service.submit(request(3));
            assertThat(scenario.service.close(Duration.ofMillis(1))).isFalse();
            assertThat(scenario.sent).isEmpty();
            other.rollback();
        }
        // The first was in the database's hands already.
        scenario.awaitSent(4);
        assertThat(scenario.sent)
                .containsExactly(
                        "REQUESTED p1.lit", "done 1", refused(Refusal.STOPPING, 2), refused(Refusal.STOPPING, 3));
        assertThat(scenario.store.load(scenario.domain).size()).isEqualTo(1);
    }

    @Test
    void oneThatNeverStartedClosesAndRefusesWhatWaits() throws SQLException {
        ServiceScenario scenario = new ServiceScenario(DATABASE);
        scenario.service.submit(request(1));
        assertThat(scenario.service.isLoaded()).isFalse();
        assertThat(scenario.service.close(ServiceScenario.PATIENCE)).isTrue();
        assertThat(scenario.sent).containsExactly(refused(Refusal.STOPPING, 1));
    }
}
