package org.serverroster.client.smack;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.smack.ConnectionListener;
import org.jivesoftware.smack.SmackException.NotConnectedException;
import org.jivesoftware.smack.StanzaListener;
import org.jivesoftware.smack.XMPPConnection;
import org.jivesoftware.smack.packet.ErrorIQ;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smack.provider.ProviderManager;
import org.jxmpp.jid.Jid;
import org.serverroster.client.MalformedAnswerException;

/**
 * Keeps a {@link RosterCopy} current over one connection: directed presence, then a roster get with its version, then
 * pushes. What came is handled by Smack's thread that runs listeners in order, so a result and the pushes behind it stay
 * in order; sending is done by a thread of its own. The state between them is guarded by this object's lock, which nobody
 * holds while sending.
 */
final class RosterFollower implements ConnectionListener {

    /** How often the service is asked for what may have been missed: it forgets who follows when it is restarted. */
    static final Duration CONFIRM = Duration.ofMinutes(1);

    /** A roster that comes as pushes has stalled when none came for that long; the service waits as long for an answer. */
    private static final Duration STALLED = Duration.ofSeconds(30);

    private static final int LOOKS_PER_CONFIRM = 20;
    private static final int RETRIES_PER_CONFIRM = 6;

    private final XMPPConnection connection;
    private final Jid service;
    private final Duration confirm;
    private final RosterCopy copy = new RosterCopy();
    private final PushHandler pushes = new PushHandler(this);
    private final StanzaListener replies = this::replied;
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "live trust");
        thread.setDaemon(true);
        return thread;
    });

    private boolean loggedIn;
    private boolean closed;
    private boolean whole;
    private boolean confirmed;

    /** When the question was sent that the copy answers. All times are {@link System#nanoTime()}. */
    private long confirmedAt;

    private Question asked;
    private long lastAsked;
    private long lastHeard;

    /** Whether a large roster comes item by item; it is then as it was when the question was sent. */
    private boolean inPushes;

    private long fillingSince;
    private String problem = "it has not logged in yet";

    private record Question(String id, boolean forAll, long sentAt) {}

    RosterFollower(XMPPConnection connection, Jid service, Duration confirm) {
        this.connection = connection;
        this.service = service;
        this.confirm = confirm;
    }

    void start() {
        if (ProviderManager.getIQProvider(RosterIQ.ELEMENT, RosterIQ.NAMESPACE) == null) {
            ProviderManager.addIQProvider(RosterIQ.ELEMENT, RosterIQ.NAMESPACE, new RosterIQ.Provider());
        }
        pushes.register(connection);
        connection.addSyncStanzaListener(replies, stanza -> service.equals(stanza.getFrom()) && isAwaited(stanza));
        connection.addConnectionListener(this);
        if (connection.isAuthenticated()) {
            authenticated(connection, false);
        }
        long look = Math.max(1, confirm.toMillis() / LOOKS_PER_CONFIRM);
        sender.scheduleWithFixedDelay(this::askIfDue, look, look, TimeUnit.MILLISECONDS);
    }

    RosterCopy copy() {
        return copy;
    }

    Jid service() {
        return service;
    }

    synchronized Optional<Duration> age() {
        return confirmed ? Optional.of(Duration.ofNanos(System.nanoTime() - confirmedAt)) : Optional.empty();
    }

    synchronized boolean isCurrent() {
        return loggedIn && !closed && whole && isWithin(confirm.multipliedBy(2), confirmedAt);
    }

    synchronized Optional<String> problem() {
        return isCurrent() || problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    // The connection comes and goes: on Smack's threads.

    @Override
    public void authenticated(XMPPConnection which, boolean resumed) {
        synchronized (this) {
            if (closed) {
                return;
            }
            loggedIn = true;
            problem = "the service has not answered yet";
            startAnew();
        }
        try {
            sender.execute(this::askIfDue);
        } catch (RejectedExecutionException closedMeanwhile) {
            // Nobody has to be asked then.
        }
    }

    @Override
    public void connectionClosed() {
        gone("the connection was closed");
    }

    @Override
    public void connectionClosedOnError(Exception cause) {
        gone("the connection broke: " + cause.getMessage());
    }

    private synchronized void gone(String why) {
        loggedIn = false;
        whole = false;
        asked = null;
        problem = why;
    }

    /** Begins with the whole roster: an empty answer to a version does not say when all of its changes have come. */
    private void startAnew() {
        whole = false;
        inPushes = false;
        asked = null;
        lastAsked = System.nanoTime() - confirm.toNanos();
        copy.awaitAll();
    }

    // Asking: on the sender.

    private void askIfDue() {
        RosterIQ question;
        synchronized (this) {
            if (closed || !loggedIn || !isDue()) {
                return;
            }
            if (inPushes) {
                startAnew();
            }
            question = RosterIQ.get(whole ? copy.ver() : "");
            question.setTo(service);
            lastAsked = System.nanoTime();
            asked = new Question(question.getStanzaId(), !whole, lastAsked);
        }
        try {
            // Each time: a service that was restarted knows of no presence.
            connection.sendStanza(presence(Presence.Type.available));
            connection.sendStanza(question);
        } catch (NotConnectedException e) {
            gone("the connection is not there");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDue() {
        if (asked != null) {
            if (isWithin(Duration.ofMillis(connection.getReplyTimeout()), asked.sentAt())) {
                return false;
            }
            asked = null;
            problem = "the service does not answer";
        }
        if (inPushes) {
            return !isWithin(STALLED, lastHeard);
        }
        return !isWithin(whole ? confirm : confirm.dividedBy(RETRIES_PER_CONFIRM), lastAsked);
    }

    private static boolean isWithin(Duration limit, long since) {
        return System.nanoTime() - since < limit.toNanos();
    }

    private Presence presence(Presence.Type type) {
        return connection
                .getStanzaFactory()
                .buildPresenceStanza()
                .to(service)
                .ofType(type)
                .build();
    }

    // What comes: on Smack's thread that runs listeners in order.

    private synchronized boolean isAwaited(Stanza stanza) {
        return stanza instanceof IQ iq
                && !iq.isRequestIQ()
                && asked != null
                && asked.id().equals(stanza.getStanzaId());
    }

    private synchronized void replied(Stanza stanza) {
        // The filter ran on another thread, and the question may have been given up since.
        if (!isAwaited(stanza)) {
            return;
        }
        Question question = asked;
        asked = null;
        lastHeard = System.nanoTime();
        if (stanza instanceof ErrorIQ error) {
            refused(error.getError());
            return;
        }
        try {
            if (((IQ) stanza).getChildElementQName() != null) {
                copy.replace(RosterIQ.of((IQ) stanza));
                confirm(question.sentAt());
            } else if (question.forAll()) {
                inPushes = true;
                // A push to before may have come in between, with a version.
                copy.awaitAll();
                fillingSince = question.sentAt();
                problem = "the roster is on its way, item by item";
            } else {
                confirm(question.sentAt());
            }
        } catch (MalformedAnswerException e) {
            startAnew();
            lastAsked = System.nanoTime();
            problem = "the service's answer is malformed: " + e.getMessage();
        }
    }

    /** @param sentAt when the question was sent that the copy answers now */
    private void confirm(long sentAt) {
        whole = true;
        inPushes = false;
        confirmed = true;
        confirmedAt = sentAt;
        problem = "";
    }

    private void refused(StanzaError error) {
        whole = false;
        copy.awaitAll();
        problem = "the service refuses: " + error.getCondition()
                + (error.getDescriptiveText() == null ? "" : ", " + error.getDescriptiveText());
    }

    /** Takes a push; returns what is wrong with it, or empty. */
    synchronized Optional<String> pushed(IQ push) {
        lastHeard = System.nanoTime();
        try {
            copy.push(RosterIQ.of(push));
        } catch (MalformedAnswerException e) {
            startAnew();
            lastAsked = System.nanoTime();
            problem = "the service's push is malformed: " + e.getMessage();
            return Optional.of(e.getMessage());
        }
        if (inPushes && !copy.ver().isEmpty()) {
            confirm(fillingSince);
        }
        return Optional.empty();
    }

    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            problem = "it was closed";
        }
        sender.shutdownNow();
        connection.removeConnectionListener(this);
        connection.removeSyncStanzaListener(replies);
        pushes.unregister(connection);
        try {
            if (connection.isAuthenticated()) {
                connection.trySendStanza(presence(Presence.Type.unavailable));
            }
        } catch (NotConnectedException gone) {
            // The service learns it from the server.
        }
    }
}
