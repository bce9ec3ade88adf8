package org.serverroster.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.serverroster.roster.RosterChange.Refusal;
import org.serverroster.roster.RosterMetrics;
import org.serverroster.xmpp.LocalDomain;

/** Measures one roster; each meter has its domain as a label. Any thread. */
final class RosterMeters implements RosterMetrics {

    private static final String PREFIX = "server.roster.";

    private final MeterRegistry registry;
    private final String domain;
    private final AtomicInteger queued;
    private final AtomicInteger items;
    private final AtomicInteger pending;
    private final Counter changes;
    private final Timer commits;
    private final Counter retries;
    private final Counter catchUps;
    private final Counter lost;
    private final AtomicLong owed;
    private final AtomicLong oldestOwed;
    private final Counter sentAgain;
    private final Counter answers;
    private final Counter answersWhileAway;

    /** Registers the meters of that domain's roster. */
    RosterMeters(MeterRegistry registry, LocalDomain domain) {
        this.registry = registry;
        this.domain = domain.toString();
        this.queued = gauge("changes.queue", "Changes that wait for the roster's thread");
        this.items = gauge("items", "Peers in the roster");
        this.pending = gauge("requests.pending", "Requests of peers that wait for an admin");
        this.changes = Counter.builder(PREFIX + "changes")
                .description("Changes that were committed")
                .tag("domain", this.domain)
                .register(registry);
        this.commits = Timer.builder(PREFIX + "commits")
                .description("Transactions that were committed, of one change or many")
                .tag("domain", this.domain)
                .register(registry);
        this.owed = count("outbox.stanzas", "Stanzas owed to peers that the server is not known to have taken");
        this.oldestOwed = count("outbox.oldest.seconds", "The age of the oldest of them");
        this.sentAgain = Counter.builder(PREFIX + "outbox.sent.again")
                .description("Stanzas owed to peers that left after their decision's turn, most of them again")
                .tag("domain", this.domain)
                .register(registry);
        this.answers = answers("there");
        this.answersWhileAway = answers("away");
        this.retries = Counter.builder(PREFIX + "retries")
                .description("Transactions that failed or came too late, whose changes were decided again")
                .tag("domain", this.domain)
                .register(registry);
        this.catchUps = Counter.builder(PREFIX + "catch.ups")
                .description("Times that what another instance changed was read")
                .tag("domain", this.domain)
                .register(registry);
        this.lost = Counter.builder(PREFIX + "notifications.lost")
                .description(
                        "Changes of other instances that the database did not tell of and that were found by comparing")
                .tag("domain", this.domain)
                .register(registry);
    }

    @Override
    public void queued(int depth) {
        queued.set(depth);
    }

    @Override
    public void committed(int count, Duration took) {
        changes.increment(count);
        commits.record(took);
    }

    @Override
    public void retried() {
        retries.increment();
    }

    @Override
    public void caughtUp(int changed) {
        catchUps.increment();
    }

    @Override
    public void notificationLost() {
        lost.increment();
    }

    @Override
    public void refused(Refusal why) {
        Counter.builder(PREFIX + "changes.refused")
                .description("Changes that were not taken, by the reason")
                .tags(
                        "domain",
                        domain,
                        "why",
                        why.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(registry)
                .increment();
    }

    @Override
    public void holds(int count, int pendingIn) {
        items.set(count);
        pending.set(pendingIn);
    }

    @Override
    public void owed(long stanzas, Duration oldest) {
        owed.set(stanzas);
        oldestOwed.set(oldest.toSeconds());
    }

    @Override
    public void asked(int domains, boolean fromMemory) {
        (fromMemory ? answersWhileAway : answers).increment(domains);
    }

    @Override
    public void sentAgain(int stanzas) {
        sentAgain.increment(stanzas);
    }

    private Counter answers(String database) {
        return Counter.builder(PREFIX + "trust.answers")
                .description("Domains of which programs were told whether to trust them, by how the database was then")
                .tags("domain", domain, "database", database)
                .register(registry);
    }

    private AtomicLong count(String name, String description) {
        return register(new AtomicLong(), name, description);
    }

    private AtomicInteger gauge(String name, String description) {
        return register(new AtomicInteger(), name, description);
    }

    private <N extends Number> N register(N value, String name, String description) {
        Gauge.builder(PREFIX + name, value::doubleValue)
                .description(description)
                .tag("domain", domain)
                .strongReference(true)
                .register(registry);
        return value;
    }
}
