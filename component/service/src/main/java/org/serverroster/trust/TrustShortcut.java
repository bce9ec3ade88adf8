package org.serverroster.trust;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.serverroster.roster.NotLoadedException;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.router.Door;
import org.serverroster.router.Intake;
import org.serverroster.stream.Answers;
import org.serverroster.stream.Shortcut;
import org.serverroster.trust.PlainQuestion.Value;
import org.serverroster.xmpp.DomainName;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;

/**
 * Answers plain trust questions from their bytes in bytes, as {@link Intake} and {@link TrustHandler} would: only those
 * that get a verdict. Whoever gets another answer, or none, gets it from them.
 *
 * <p>Owned by the stream's reader thread.
 */
public final class TrustShortcut implements Shortcut {

    /** A power of two, and more than ask at a time. */
    private static final int MOST_ASKERS = 256;

    private static final int MOST_TOGETHER = 32;

    private static final byte[] RESULT = ascii("<iq type='result' id='");
    private static final byte[] TRUSTED = ascii("' trusted='true");
    private static final byte[] NOT_TRUSTED = ascii("' trusted='false");
    private static final byte[] SUBSCRIPTION = ascii("' subscription='");
    private static final byte[] AVAILABLE = ascii("' available='true");
    private static final byte[] UNAVAILABLE = ascii("' available='false");
    private static final byte[] SINCE = ascii("' since='");
    private static final byte[] BLOCKED = ascii("' blocked='true");
    private static final byte[] END = ascii("'/></iq>");

    private final Intake intake;
    private final Door door;
    private final Map<LocalDomain, TrustHandler> handlers;
    private final PlainQuestion[] questions =
            Stream.generate(PlainQuestion::new).limit(MOST_TOGETHER).toArray(PlainQuestion[]::new);
    private final Asker[] askers = new Asker[MOST_TOGETHER];
    private final List<PeerDomain> peers = new ArrayList<>(MOST_TOGETHER);
    private final DateTimeBytes dateTime = new DateTimeBytes();

    /** Who may ask whom, each where the hash of both addresses says; a newer one takes its place. */
    private final Asker[] known = new Asker[MOST_ASKERS];

    /** Who asked last: most likely it asks again. */
    private Asker last;

    /** @param handlers what answers otherwise, by local domain */
    public TrustShortcut(Intake intake, Door door, Map<LocalDomain, TrustHandler> handlers) {
        this.intake = intake;
        this.door = door;
        this.handlers = Map.copyOf(handlers);
    }

    /** Several questions in a row are looked up together: of a large roster, that takes much less time. */
    @Override
    public int answer(byte[] bytes, int from, int to, Answers answers) {
        peers.clear();
        int at = from;
        int length = OTHER;
        while (peers.size() < MOST_TOGETHER && (length = read(bytes, at, to)) > 0) {
            at += length;
            if (at == to) {
                break;
            }
        }
        if (peers.isEmpty()) {
            return length;
        }
        Optional<Roster> roster = roster(askers[0].local);
        if (roster.isEmpty()) {
            return OTHER;
        }
        List<Optional<RosterItem>> items = roster.get().find(peers);
        for (int i = 0; i < items.size(); i++) {
            answer(bytes, questions[i], askers[i], peers.get(i), items.get(i), roster.get(), answers);
        }
        return at - from;
    }

    /** Adds a question to those that are answered together, if it can be one. Returns what {@link #answer} is to return. */
    private int read(byte[] bytes, int from, int to) {
        int number = peers.size();
        PlainQuestion question = questions[number];
        int length = question.read(bytes, from, to);
        if (length <= 0) {
            return length;
        }
        String jid = text(bytes, question.jid());
        Asker asker = asker(bytes, question);
        if (asker == null || number > 0 && asker.local != askers[0].local || !DomainName.isPlain(jid)) {
            return OTHER;
        }
        askers[number] = asker;
        peers.add(new PeerDomain(new DomainName(jid)));
        return length;
    }

    /** Empty where not this answers what is asked there, but what would say why it cannot be answered. */
    private Optional<Roster> roster(Intake.Local local) {
        try {
            return door.isOpen(local.domain()) ? Optional.of(local.roster().get()) : Optional.empty();
        } catch (NotLoadedException e) {
            return Optional.empty();
        }
    }

    private void answer(
            byte[] bytes,
            PlainQuestion question,
            Asker asker,
            PeerDomain peer,
            Optional<RosterItem> item,
            Roster roster,
            Answers answers) {
        asker.local.heard().accept(asker.peer);
        Trust trust = asker.handler.verdict(roster, peer, item);
        answers.add(RESULT)
                .add(bytes, question.id().from(), question.id().to())
                .add(asker.addresses)
                .add(bytes, question.jid().from(), question.jid().to())
                .add(trust.trusted() ? TRUSTED : NOT_TRUSTED);
        if (trust.state().isPresent()) {
            answers.add(SUBSCRIPTION).add(ascii(trust.state().get().subscription()));
        }
        if (trust.available().isPresent()) {
            answers.add(trust.available().get() ? AVAILABLE : UNAVAILABLE);
        }
        if (trust.since().isPresent()) {
            answers.add(SINCE);
            dateTime.add(trust.since().get(), answers);
        }
        if (trust.blocked()) {
            answers.add(BLOCKED);
        }
        answers.add(END).end();
        asker.handler.answered(1);
    }

    /** Who asks, if it may and nothing else is to be said of it; else null. */
    private Asker asker(byte[] bytes, PlainQuestion question) {
        if (last == null || !asks(last, bytes, question)) {
            last = otherAsker(bytes, question);
        }
        return last;
    }

    private Asker otherAsker(byte[] bytes, PlainQuestion question) {
        int hash = 31 * hash(bytes, question.from()) + hash(bytes, question.to());
        int place = (hash ^ hash >>> 16) & MOST_ASKERS - 1;
        if (known[place] != null && asks(known[place], bytes, question)) {
            return known[place];
        }
        Optional<Asker> found = find(text(bytes, question.from()), text(bytes, question.to()));
        // Those that may not ask are not kept: they could be anybody.
        found.ifPresent(asker -> known[place] = asker);
        return found.orElse(null);
    }

    private static boolean asks(Asker asker, byte[] bytes, PlainQuestion question) {
        return is(asker.from, bytes, question.from()) && is(asker.to, bytes, question.to());
    }

    /** All that decides here is configuration, which does not change. */
    private Optional<Asker> find(String from, String to) {
        Jid sender;
        Jid receiver;
        try {
            sender = Jid.parse(from);
            receiver = Jid.parse(to);
        } catch (MalformedJidException e) {
            return Optional.empty();
        }
        // What is answered to and from is written in normal form, which here is copied.
        if (!sender.toString().equals(from) || !receiver.toString().equals(to)) {
            return Optional.empty();
        }
        return intake.asked(sender, receiver)
                .filter(local -> handlers.containsKey(local.domain()))
                .filter(local -> handlers.get(local.domain()).mayAsk(sender))
                .map(local -> Asker.of(from, to, sender, local, handlers.get(local.domain())));
    }

    /**
     * Somebody who may ask a local domain.
     *
     * @param from its address
     * @param to the local domain's
     * @param addresses what every answer says between id and jid
     */
    private record Asker(
            byte[] from, byte[] to, PeerDomain peer, Intake.Local local, TrustHandler handler, byte[] addresses) {

        static Asker of(String from, String to, Jid sender, Intake.Local local, TrustHandler handler) {
            byte[] addresses =
                    ascii("' from='" + to + "' to='" + from + "'><trust xmlns='" + Namespaces.TRUST + "' jid='");
            return new Asker(ascii(from), ascii(to), new PeerDomain(sender.domain()), local, handler, addresses);
        }
    }

    private static int hash(byte[] bytes, Value value) {
        int hash = 0;
        for (int i = value.from(); i < value.to(); i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    private static boolean is(byte[] expected, byte[] bytes, Value value) {
        return Arrays.equals(expected, 0, expected.length, bytes, value.from(), value.to());
    }

    private static String text(byte[] bytes, Value value) {
        return new String(bytes, value.from(), value.to() - value.from(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
