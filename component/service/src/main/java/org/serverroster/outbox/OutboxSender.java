package org.serverroster.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.dom4j.Element;
import org.serverroster.outbox.PeerGate.Offer;
import org.serverroster.roster.Outbox;
import org.serverroster.roster.OwedStanza;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterMetrics;
import org.serverroster.roster.RosterStoreException;
import org.serverroster.xmpp.LocalDomain;
import org.xmpp.packet.Packet;

/**
 * Sees to it that what one local domain owes its peers leaves, and is taken out of the database once the server is known
 * to have taken it. All state is owned by the executor's one thread, which alone waits for the database; the methods are
 * for any thread.
 */
public final class OutboxSender {

    private static final Logger LOG = LogManager.getLogger(OutboxSender.class);

    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Between two looks at a stream that takes no more. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** What nobody has confirmed for so long leaves again, from whichever instance finds it: who sent it may be gone. */
    private static final Duration OVERDUE = Duration.ofSeconds(15);

    private static final int LOOK_EVERY = 5;
    private static final int PAGE = 100;

    /** Confirmed stanzas kept while the database is away; more would leave again, which is harmless. */
    private static final int MOST_CONFIRMED = 200_000;

    private final LocalDomain domain;
    private final Outbox outbox;
    private final PeerGate gate;
    private final Courier courier;
    private final RosterMetrics metrics;
    private final ScheduledExecutorService executor;

    private final List<UUID> confirmed = new ArrayList<>();
    private Optional<CatchUp> catchUp = Optional.empty();
    private boolean scheduled;
    private int round;
    private volatile boolean away;

    /**
     * @param roster the newest snapshot
     * @param render a stanza that is owed, and the presence that goes with it, in order
     * @param executor of one thread, its own: it waits for the database
     */
    public OutboxSender(
            LocalDomain domain,
            Outbox outbox,
            PeerGate gate,
            Supplier<Roster> roster,
            Function<OwedStanza, List<Packet>> render,
            RosterMetrics metrics,
            ScheduledExecutorService executor) {
        this.domain = domain;
        this.outbox = outbox;
        this.gate = gate;
        this.courier = new Courier(gate, roster, render);
        this.metrics = metrics;
        this.executor = executor;
    }

    /** Begins to work; the roster is loaded. */
    public void start() {
        long millis = EVERY.toMillis();
        executor.scheduleWithFixedDelay(() -> guarded(this::everySecond), 0, millis, TimeUnit.MILLISECONDS);
    }

    /** The stream is attached. */
    public void attached() {
        gate.attached();
        executor.execute(() -> guarded(this::catchUp));
    }

    /** The stream ended. */
    public void detached() {
        gate.detached();
    }

    /** Whether the stanza is a question of ours to the server, come back; to be called before anybody else takes it. */
    public boolean takes(Element stanza) {
        if (!gate.isAnswer(stanza)) {
            return false;
        }
        List<UUID> keys = gate.cameBack(stanza);
        if (!keys.isEmpty()) {
            executor.execute(() -> guarded(() -> {
                confirmed.addAll(keys);
                forgetConfirmed();
            }));
        }
        return true;
    }

    /** Whether the database did not do what was last asked of it, at most some seconds ago. */
    public boolean isDatabaseAway() {
        return away;
    }

    /** Sends no more. What is confirmed until then is taken out if the database is there; what is not stays owed. */
    public void close(Duration limit) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** A fault costs one round: an executor drops a task that throws. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RosterStoreException e) {
            // The next round looks whether it is back.
            round = 0;
            if (!away) {
                LOG.warn("{}: the outbox can not be read now; what is owed waits: {}", domain, e.getMessage());
                away = true;
            }
        } catch (RuntimeException e) {
            LOG.error("{}: a fault of ours in what looks after the outbox", domain, e);
        }
    }

    private void everySecond() {
        forgetConfirmed();
        catchUp();
        gate.ask();
        if (round++ % LOOK_EVERY == 0) {
            takeOver();
            Outbox.Backlog backlog = outbox.backlog();
            metrics.owed(backlog.rows(), backlog.oldest());
            reached();
        }
    }

    /** The database did what it was asked; a round that asked it for nothing does not tell. */
    private void reached() {
        if (away) {
            LOG.info("{}: the outbox is read again", domain);
            away = false;
        }
    }

    private void forgetConfirmed() {
        if (confirmed.size() > MOST_CONFIRMED) {
            confirmed.clear();
        }
        if (!confirmed.isEmpty()) {
            outbox.confirmed(confirmed);
            confirmed.clear();
        }
    }

    private void catchUp() {
        if (scheduled) {
            return;
        }
        Optional<Long> behind = gate.behind();
        if (behind.isEmpty()) {
            return;
        }
        CatchUp work = catchUp.filter(each -> each.stream() == behind.get())
                .orElseGet(() -> new CatchUp(outbox, gate, courier, behind.get()));
        catchUp = Optional.of(work);
        int before = work.sent();
        CatchUp.Step step;
        try {
            step = work.step();
        } finally {
            metrics.sentAgain(work.sent() - before);
            gate.ask();
        }
        switch (step) {
            case LATER -> {
                scheduled = true;
                executor.schedule(() -> guarded(this::goOn), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
            case OVER -> {}
            case DONE -> {
                catchUp = Optional.empty();
                if (work.sent() > 0) {
                    LOG.info(
                            "{}: attached, {} stanzas that peers were owed were sent to the server",
                            domain,
                            work.sent());
                }
            }
        }
    }

    private void goOn() {
        scheduled = false;
        catchUp();
    }

    /** Sends what another instance left, or what a stream took and nobody confirmed. */
    private void takeOver() {
        if (!gate.isLive() || !gate.isShort()) {
            return;
        }
        int sent = 0;
        for (Outbox.Row row : outbox.takeOverdue(OVERDUE, PAGE)) {
            sent += courier.carry(row.owed()) == Offer.SENT ? 1 : 0;
        }
        if (sent > 0) {
            metrics.sentAgain(sent);
            LOG.info("{}: {} stanzas that nobody had confirmed were sent again", domain, sent);
        }
        gate.ask();
    }
}
