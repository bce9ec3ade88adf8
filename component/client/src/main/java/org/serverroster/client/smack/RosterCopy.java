package org.serverroster.client.smack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.serverroster.client.Domains;
import org.serverroster.client.MalformedAnswerException;
import org.serverroster.client.Subscription;

/**
 * The peers of a server roster, as far as they were told. Any thread may read, without waiting; changes are made by one
 * at a time.
 */
final class RosterCopy {

    /** More than any server trusts; bounds what a service can make this program remember. */
    static final int MAX_ITEMS = 100_000;

    /** What the service gives as version until all of a large roster is pushed. */
    private static final String NOT_ALL_YET = "0";

    private volatile Map<String, Subscription> peers = new ConcurrentHashMap<>();
    private volatile String ver = "";

    /** A whole roster that comes item by item, as far as it has come; null: none does. */
    private Map<String, Subscription> coming;

    /** The subscription of a peer; empty: the roster has none. */
    Optional<Subscription> find(String domain) {
        return Optional.ofNullable(peers.get(domain));
    }

    /** The version that it is a copy of; empty until it is whole. */
    String ver() {
        return ver;
    }

    int size() {
        return peers.size();
    }

    /** What is known stays until the whole roster has come; there is no version until then. */
    void awaitAll() {
        ver = "";
        coming = null;
    }

    /** The whole roster comes as pushes, of which the last has a version: with that one it takes the place of all else. */
    void fill() {
        ver = "";
        coming = new ConcurrentHashMap<>();
    }

    /** Takes the whole roster in place of what was known. */
    void replace(RosterIQ roster) throws MalformedAnswerException {
        Map<String, Subscription> all = new ConcurrentHashMap<>();
        for (Map<String, String> item : items(roster)) {
            put(all, item);
        }
        if (roster.ver().isEmpty()) {
            throw new MalformedAnswerException("a roster without a version");
        }
        peers = all;
        ver = roster.ver();
        coming = null;
    }

    /** Takes one change. */
    void push(RosterIQ push) throws MalformedAnswerException {
        if (items(push).size() != 1) {
            throw new MalformedAnswerException("a roster push that does not hold exactly one item");
        }
        if (push.ver().isEmpty()) {
            throw new MalformedAnswerException("a roster push without a version");
        }
        Map<String, String> item = items(push).get(0);
        if (coming != null) {
            put(coming, item);
        }
        put(peers, item);
        if (push.ver().equals(NOT_ALL_YET)) {
            return;
        }
        if (coming != null) {
            peers = coming;
            coming = null;
        }
        ver = push.ver();
    }

    private static List<Map<String, String>> items(RosterIQ roster) throws MalformedAnswerException {
        if (!roster.items().fault().isEmpty()) {
            throw new MalformedAnswerException(roster.items().fault());
        }
        return roster.items().attributes();
    }

    private static void put(Map<String, Subscription> peers, Map<String, String> item) throws MalformedAnswerException {
        String domain = domain(item.get("jid"));
        String subscription = item.get("subscription");
        if ("remove".equals(subscription)) {
            peers.remove(domain);
            return;
        }
        Optional<Subscription> known = Optional.ofNullable(subscription).flatMap(Subscription::ofWireName);
        if (known.isEmpty()) {
            throw new MalformedAnswerException("an item without a subscription that is known");
        }
        if (peers.size() >= MAX_ITEMS && !peers.containsKey(domain)) {
            throw new MalformedAnswerException("a roster of more than 100,000 items");
        }
        peers.put(domain, known.get());
    }

    private static String domain(String jid) throws MalformedAnswerException {
        if (jid == null || jid.indexOf('@') >= 0 || jid.indexOf('/') >= 0) {
            throw new MalformedAnswerException("an item that is no server");
        }
        try {
            return Domains.of(jid);
        } catch (IllegalArgumentException e) {
            throw new MalformedAnswerException("an item with " + e.getMessage());
        }
    }
}
