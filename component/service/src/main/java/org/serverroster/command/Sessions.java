package org.serverroster.command;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.serverroster.roster.Bounded;
import org.serverroster.xmpp.Jid;

/**
 * The command sessions (XEP-0050 section 3.3): each belongs to the full JID that opened it and ends 15 minutes later at
 * the latest. Bounded: who opens too many loses the oldest. Those that ended are known for a while, so that who comes
 * late is told so.
 *
 * <p>Any thread: opened on the reader thread, ended on the outgoing thread too. Its lock is held for moments only.
 */
final class Sessions {

    static final Duration LIFETIME = Duration.ofMinutes(15);
    static final int MAX_OF_ADMIN = 20;
    static final int MAX = 1_000;

    private static final int ID_BYTES = 24;

    /** What a session id stands for, to who names it. */
    enum Standing {
        OPEN,
        /** It was completed, canceled or timed out. */
        ENDED,
        /** No session of this requester and command ever had it, as far as is remembered. */
        UNKNOWN
    }

    /** @param admin the owner's bare JID */
    private record Session(Jid owner, Jid admin, String node, Instant opened, Stage stage) {

        Session at(Stage other) {
            return new Session(owner, admin, node, opened, other);
        }
    }

    private final InstantSource clock;
    private final SecureRandom random;
    // Both in the order of opening or ending: the oldest first.
    private final Map<String, Session> open = new LinkedHashMap<>();
    private final Map<String, Session> ended = new LinkedHashMap<>();

    private long endedEarly;

    Sessions(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** Opens a session at that stage. */
    synchronized String open(Jid owner, String node, Stage stage) {
        expire();
        Jid admin = owner.bare();
        if (open.size() >= MAX || openOf(admin) >= MAX_OF_ADMIN) {
            endOldest(admin);
            endedEarly++;
        }
        String id = newId();
        open.put(id, new Session(owner, admin, node, clock.instant(), stage));
        return id;
    }

    /** How many are open; those that did not fit ended one before its time. */
    Bounded bound() {
        return new Bounded("command-sessions", MAX, this::held, this::endedEarly);
    }

    private synchronized int held() {
        return open.size();
    }

    private synchronized long endedEarly() {
        return endedEarly;
    }

    synchronized Standing standing(String id, Jid owner, String node) {
        expire();
        if (isThat(open.get(id), owner, node)) {
            return Standing.OPEN;
        }
        return isThat(ended.get(id), owner, node) ? Standing.ENDED : Standing.UNKNOWN;
    }

    /** Where an open session stands; empty: it has ended. */
    synchronized Optional<Stage> stage(String id) {
        return Optional.ofNullable(open.get(id)).map(Session::stage);
    }

    /** An open session goes on, or back, to that stage. */
    synchronized void move(String id, Stage stage) {
        open.computeIfPresent(id, (key, session) -> session.at(stage));
    }

    /** Ends a session; nothing happens if it has ended already. */
    synchronized void end(String id) {
        Session session = open.remove(id);
        if (session != null) {
            ended.put(id, session);
            if (ended.size() > MAX) {
                removeFirst(ended);
            }
        }
    }

    private void expire() {
        Instant oldest = clock.instant().minus(LIFETIME);
        while (!open.isEmpty()) {
            Map.Entry<String, Session> first = open.entrySet().iterator().next();
            if (first.getValue().opened().isAfter(oldest)) {
                return;
            }
            end(first.getKey());
        }
    }

    /** The oldest of that administrator; where he has none, the oldest of all. */
    private void endOldest(Jid admin) {
        end(open.entrySet().stream()
                .filter(entry -> entry.getValue().admin().equals(admin))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> open.keySet().iterator().next()));
    }

    private int openOf(Jid admin) {
        int count = 0;
        for (Session session : open.values()) {
            count += session.admin().equals(admin) ? 1 : 0;
        }
        return count;
    }

    private static boolean isThat(Session session, Jid owner, String node) {
        return session != null
                && session.owner().equals(owner)
                && session.node().equals(node);
    }

    private static void removeFirst(Map<String, Session> map) {
        Iterator<String> keys = map.keySet().iterator();
        keys.next();
        keys.remove();
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
