package org.serverroster.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.roster.Bounded;
import org.serverroster.roster.RosterChange.Refusal;
import org.serverroster.roster.RosterMetrics;
import org.serverroster.stream.StreamCondition;
import org.serverroster.stream.StreamEnd;
import org.serverroster.stream.StreamMetrics;
import org.serverroster.xmpp.LocalDomain;

/** What Prometheus reads of what the parts of the program count. */
class MetersTest {

    private static final LocalDomain MONTAGUE = LocalDomain.parse("buddies.montague.lit");
    private static final LocalDomain CAPULET = LocalDomain.parse("buddies.capulet.lit");

    private final PrometheusMeters prometheus = PrometheusMeters.of("0.1.0");
    private final Meters meters = new Meters(prometheus.registry());

    @AfterEach
    void close() {
        prometheus.close();
    }

    @Test
    @DisplayName("The process and its version are there")
    void process() {
        prometheus.measureProcess();
        assertThat(prometheus.scrape().lines())
                .contains("server_roster_version{version=\"0.1.0\"} 1.0")
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
                .anyMatch(line -> line.startsWith("jvm_threads_live_threads "))
                .anyMatch(line -> line.startsWith("process_uptime_seconds "))
                .anyMatch(line -> line.startsWith("process_files_open_files "));
    }

    @Test
    @DisplayName("Each stream is counted under its domain")
    void streams() {
        StreamMetrics stream = meters.stream(MONTAGUE);
        meters.stream(CAPULET).stanzasIn(1);
        AtomicInteger waiting = new AtomicInteger(7);
        stream.queueDepth(waiting::get);
        stream.connecting();
        stream.ended(
                new StreamEnd(StreamEnd.Kind.STREAM_ERROR, Optional.of(StreamCondition.HOST_UNKNOWN), "secret words"));
        stream.connecting();
        stream.attached();
        stream.bytesIn(100);
        stream.bytesOut(200);
        stream.stanzasIn(1);
        stream.stanzasOut(2);
        stream.oversized();
        stream.ignored();
        stream.dropped(3);
        stream.refused();
        assertThat(prometheus.scrape().lines())
                .contains(
                        "server_roster_stream_attached{domain=\"buddies.montague.lit\"} 1.0",
                        "server_roster_stream_attached{domain=\"buddies.capulet.lit\"} 0.0",
                        "server_roster_stream_queue{domain=\"buddies.montague.lit\"} 7.0",
                        "server_roster_stream_attempts_total{domain=\"buddies.montague.lit\"} 2.0",
                        "server_roster_stream_ends_total{domain=\"buddies.montague.lit\",why=\"host-unknown\"} 1.0",
                        "server_roster_stream_bytes_total{direction=\"in\",domain=\"buddies.montague.lit\"} 100.0",
                        "server_roster_stream_bytes_total{direction=\"out\",domain=\"buddies.montague.lit\"} 200.0",
                        "server_roster_stream_stanzas_total{direction=\"in\",domain=\"buddies.montague.lit\"} 1.0",
                        "server_roster_stream_stanzas_total{direction=\"in\",domain=\"buddies.capulet.lit\"} 1.0",
                        "server_roster_stream_stanzas_total{direction=\"out\",domain=\"buddies.montague.lit\"} 2.0",
                        "server_roster_stream_oversized_total{domain=\"buddies.montague.lit\"} 1.0",
                        "server_roster_stream_ignored_total{domain=\"buddies.montague.lit\"} 1.0",
                        "server_roster_stream_dropped_total{domain=\"buddies.montague.lit\"} 3.0",
                        "server_roster_stream_refused_total{domain=\"buddies.montague.lit\"} 1.0")
                .noneMatch(line -> line.contains("secret words"));

        waiting.set(0);
        stream.ended(new StreamEnd(StreamEnd.Kind.SILENT, Optional.empty(), ""));
        assertThat(prometheus.scrape().lines())
                .contains(
                        "server_roster_stream_attached{domain=\"buddies.montague.lit\"} 0.0",
                        "server_roster_stream_queue{domain=\"buddies.montague.lit\"} 0.0",
                        "server_roster_stream_ends_total{domain=\"buddies.montague.lit\",why=\"silent\"} 1.0");
    }

    @Test
    @DisplayName("So is each roster")
    void rosters() {
        RosterMetrics roster = meters.roster(MONTAGUE);
        roster.queued(4);
        roster.committed(3, Duration.ofMillis(1500));
        roster.retried();
        roster.asked(2, false);
        roster.asked(3, true);
        roster.holds(20, 5);
        for (Refusal why : Refusal.values()) {
            roster.refused(why);
        }
        meters.dropped(MONTAGUE).accept("not-for-us");
        assertThat(prometheus.scrape().lines())
                .contains(
                        "server_roster_changes_queue{domain=\"buddies.montague.lit\"} 4.0",
                        "server_roster_changes_total{domain=\"buddies.montague.lit\"} 3.0",
                        "server_roster_commits_seconds_count{domain=\"buddies.montague.lit\"} 1",
                        "server_roster_commits_seconds_sum{domain=\"buddies.montague.lit\"} 1.5",
                        "server_roster_retries_total{domain=\"buddies.montague.lit\"} 1.0",
                        "server_roster_trust_answers_total{database=\"there\",domain=\"buddies.montague.lit\"} 2.0",
                        "server_roster_trust_answers_total{database=\"away\",domain=\"buddies.montague.lit\"} 3.0",
                        "server_roster_items{domain=\"buddies.montague.lit\"} 20.0",
                        "server_roster_requests_pending{domain=\"buddies.montague.lit\"} 5.0",
                        "server_roster_stanzas_dropped_total{domain=\"buddies.montague.lit\",reason=\"not-for-us\"} 1.0")
                .filteredOn(line -> line.startsWith("server_roster_changes_refused_total{"))
                .hasSize(Refusal.values().length);
    }

    @Test
    @DisplayName("\"every queue bounded, sizes and drops in metrics\"")
    void bounds() {
        AtomicInteger held = new AtomicInteger(7);
        AtomicInteger turnedAway = new AtomicInteger(2);
        meters.roster(MONTAGUE).bounded(new Bounded("replies", 20, held::get, turnedAway::get));
        meters.bounded(new Bounded("replies", 10, () -> 1, () -> 0));
        System.gc();
        held.set(8);
        assertThat(prometheus.scrape().lines())
                .contains(
                        "server_roster_bounded_held{domain=\"buddies.montague.lit\",what=\"replies\"} 8.0",
                        "server_roster_bounded_most{domain=\"buddies.montague.lit\",what=\"replies\"} 20.0",
                        "server_roster_bounded_turned_away_total{domain=\"buddies.montague.lit\",what=\"replies\"} 2.0",
                        "server_roster_bounded_held{domain=\"all\",what=\"replies\"} 1.0");
    }
}
