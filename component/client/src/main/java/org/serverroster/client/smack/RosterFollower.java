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
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.provider.ProviderManager;
import org.jxmpp.jid.Jid;

/**
 * Keeps a {@link RosterCopy} current over one connection: directed presence, then a roster get with its version, then
 * pushes. What came is handled by Smack's thread that runs listeners in order, so a result and the pushes behind it stay
 * in order; sending is done by a thread of its own. What they share is {@link RosterSync}.
 */
final class RosterFollower implements ConnectionListener {

    /** How often the service is asked for what may have been missed: it forgets who follows when it is restarted. */
    static final Duration CONFIRM = Duration.ofMinutes(1);

    private static final int LOOKS_PER_CONFIRM = 20;

    private final XMPPConnection connection;
    private final Jid service;
    private final Duration confirm;
    private final RosterSync sync;
    private final PushHandler pushes;
    private final StanzaListener replies = this::replied;
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "live trust");
        thread.setDaemon(true);
        return thread;
    });

    RosterFollower(XMPPConnection connection, Jid service, Duration confirm) {
        this.connection = connection;
        this.service = service;
        this.confirm = confirm;
        this.sync = new RosterSync(confirm, connection::isAuthenticated, System::nanoTime);
        this.pushes = new PushHandler(service, sync);
    }

    void start() {
        if (ProviderManager.getIQProvider(RosterIQ.ELEMENT, RosterIQ.NAMESPACE) == null) {
            ProviderManager.addIQProvider(RosterIQ.ELEMENT, RosterIQ.NAMESPACE, new RosterIQ.Provider());
        }
        pushes.register(connection);
        connection.addSyncStanzaListener(replies, stanza -> service.equals(stanza.getFrom()) && sync.isAwaited(stanza));
        connection.addConnectionListener(this);
        if (connection.isAuthenticated()) {
            authenticated(connection, false);
        }
        long look = Math.max(1, confirm.toMillis() / LOOKS_PER_CONFIRM);
        sender.scheduleWithFixedDelay(this::askIfDue, look, look, TimeUnit.MILLISECONDS);
    }

    RosterSync sync() {
        return sync;
    }

    // The connection comes and goes: on Smack's threads. It may have come again before its end is told.

    @Override
    public void authenticated(XMPPConnection which, boolean resumed) {
        sync.startAnew("the service has not answered yet");
        askSoon();
    }

    @Override
    public void connectionClosed() {
        sync.startAnew("the connection was closed");
    }

    @Override
    public void connectionClosedOnError(Exception cause) {
        sync.startAnew("the connection broke: " + cause.getMessage());
    }

    private void askSoon() {
        try {
            sender.execute(this::askIfDue);
        } catch (RejectedExecutionException closedMeanwhile) {
            // Nobody has to be asked then.
        }
    }

    // Asking: on the sender.

    private void askIfDue() {
        Optional<RosterIQ> due = sync.due(Duration.ofMillis(connection.getReplyTimeout()));
        if (due.isEmpty()) {
            return;
        }
        RosterIQ question = due.get();
        question.setTo(service);
        try {
            // Each time: a service that was restarted knows of no presence.
            connection.sendStanza(presence(Presence.Type.available));
            connection.sendStanza(question);
        } catch (NotConnectedException e) {
            sync.unsent(question, "the connection is not there");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Presence presence(Presence.Type type) {
        return connection
                .getStanzaFactory()
                .buildPresenceStanza()
                .to(service)
                .ofType(type)
                .build();
    }

    /** On Smack's thread that runs listeners in order. */
    private void replied(Stanza stanza) {
        if (sync.replied(stanza)) {
            askSoon();
        }
    }

    void close() {
        if (!sync.close()) {
            return;
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
