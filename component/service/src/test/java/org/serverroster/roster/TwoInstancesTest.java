package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.roster.ServiceScenario.approve;
import static org.serverroster.roster.ServiceScenario.await;
import static org.serverroster.roster.ServiceScenario.peer;
import static org.serverroster.roster.ServiceScenario.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.serverroster.roster.RosterEvent.Action;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Jid;

@DisplayName("Two instances keep one roster in one database")
class TwoInstancesTest {

    private static final int PEERS = 400;

    private final List<RosterWatch> watches = new ArrayList<>();
    private ServiceScenario one;
    private ServiceScenario other;

    @BeforeEach
    void start() throws InterruptedException {
        one = ServiceScenario.started(SharedDatabase.get().dataSource());
        other = one.another(SharedDatabase.get().dataSource());
        for (ServiceScenario each : List.of(one, other)) {
            RosterWatch watch = new RosterWatch(SharedDatabase.get().watching());
            watch.tell(each.service, () -> {});
            watch.start();
            watches.add(watch);
        }
    }

    @AfterEach
    void stop() {
        watches.forEach(RosterWatch::close);
        one.close();
        other.close();
    }

    @RepeatedTest(3)
    @DisplayName("\"Row locks make each transition happen once\", however both are asked for it at the same time")
    void eachTransitionHappensOnce() throws Exception {
        CompletableFuture<Void> load = CompletableFuture.allOf(Stream.of(one, other, one, other)
                .map(instance -> CompletableFuture.runAsync(() -> {
                    for (int n = 1; n <= PEERS; n++) {
                        instance.service.submit(request(n));
                        instance.service.submit(approve(n));
                    }
                }))
                .toArray(CompletableFuture[]::new));
        load.join();
        await("all are answered", () -> answers(one) == 4 * PEERS && answers(other) == 4 * PEERS);

        // Who asked is told that it was done by one instance alone, and a notice of it left one of them alone.
        List<String> both =
                Stream.concat(one.sent.stream(), other.sent.stream()).toList();
        for (int n = 1; n <= PEERS; n++) {
            assertThat(both).filteredOn(("REQUESTED " + peer(n))::equals).hasSize(1);
            assertThat(both).filteredOn(("done " + n)::equals).hasSize(2);
        }
        Map<Action, Long> events = one.store.history(one.domain, Optional.empty(), 10 * PEERS).stream()
                .collect(Collectors.groupingBy(RosterEvent::action, Collectors.counting()));
        assertThat(events)
                .isEqualTo(Map.of(
                        Action.REQUESTED, (long) PEERS, Action.APPROVE, (long) PEERS, Action.SUBSCRIBE, (long) PEERS));
        assertThat(one.service.snapshot().items())
                .hasSize(PEERS)
                .allMatch(item -> item.state() == SubscriptionState.FROM_PENDING_OUT);
        awaitSame(2L * PEERS);
        assertThat(one.transactions).isNotEmpty();
        assertThat(other.transactions).isNotEmpty();
    }

    private static long answers(ServiceScenario instance) {
        return instance.sent.stream()
                .filter(words -> words.startsWith("done") || words.startsWith("nothing"))
                .count();
    }

    @Test
    @DisplayName("\"LISTEN/NOTIFY with a catch-up by version keeps both snapshots current\", also of what is no event")
    void bothAreCurrent() throws Exception {
        one.service.submit(request(1));
        await("the other has the request", () -> other.service.snapshot().pendingIn() == 1);
        other.service.submit(approve(1));
        await("the approval is here", () -> state(one) == SubscriptionState.FROM_PENDING_OUT);
        // Asking again changes when we asked last, which is worth no event.
        one.service.submit(ServiceScenario.change(
                1,
                (roster, item, now) ->
                        new SubscriptionRules(false, 0).subscribe(item, Jid.parse("admin@here.lit"), now)));
        awaitSame(3);
        // What leaves no row is gone from both.
        other.service.submit(ServiceScenario.change(
                1,
                (roster, item, now) ->
                        new SubscriptionRules(true, 0).remove(item, Jid.parse("admin@here.lit"), true, now)));
        await("the peer is gone here", () -> one.service.snapshot().size() == 0);
        awaitSame(4);

        assertThat(one.sent).containsExactly("REQUESTED p1.lit", "done 1", "nothing 1");
        assertThat(other.sent).containsExactly("done 1", "done 1");
        assertThat(one.notificationsLost).hasValue(0);
        assertThat(other.notificationsLost).hasValue(0);
    }

    @Test
    @DisplayName("\"a change made in one is visible to questions in the other within 100 ms\": measured, and printed")
    void howSoon() throws Exception {
        int changes = 1_000;
        long[] nanos = new long[changes];
        for (int n = 1; n <= changes; n++) {
            ServiceScenario writes = n % 2 == 0 ? one : other;
            ServiceScenario reads = n % 2 == 0 ? other : one;
            int version = n;
            writes.service.submit(request(n));
            while (writes.service.snapshot().version() < version) {
                Thread.onSpinWait();
            }
            long committed = System.nanoTime();
            long deadline = committed + ServiceScenario.PATIENCE.toNanos();
            while (reads.service.snapshot().version() < version) {
                assertThat(System.nanoTime()).as("version " + version).isLessThan(deadline);
                Thread.sleep(0, 100_000);
            }
            nanos[n - 1] = System.nanoTime() - committed;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "a change made in one instance was visible in the other after: median %.1f ms, p99 %.1f ms, most %.1f ms%n",
                nanos[changes / 2] / 1e6, nanos[changes * 99 / 100] / 1e6, nanos[changes - 1] / 1e6);
        assertThat(one.notificationsLost).hasValue(0);
        assertThat(other.notificationsLost).hasValue(0);
    }

    private SubscriptionState state(ServiceScenario instance) {
        return instance.service.snapshot().find(peer(1)).orElseThrow().state();
    }

    private void awaitSame(long version) throws InterruptedException {
        await(
                "both have version " + version,
                () -> one.service.snapshot().version() == version
                        && other.service.snapshot().version() == version);
        one.assertSameAsDatabase();
        other.assertSameAsDatabase();
    }
}
