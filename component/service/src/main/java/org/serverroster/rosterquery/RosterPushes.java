package org.serverroster.rosterquery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.dom4j.Element;
import org.serverroster.roster.Bounded;
import org.serverroster.roster.ChangeLog;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterChange;
import org.serverroster.roster.RosterStoreException;
import org.serverroster.router.Replies;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Printable;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

/**
 * Who follows the roster of one local domain, and what each is pushed. "A reader that has sent directed available presence
 * and then asked for the roster gets a push for each change, until it sends unavailable, or a push comes back as an error
 * or stays unanswered for 30 s."
 *
 * <p>Pushes are made by the roster's outgoing thread alone, and so leave in the order of the
 * versions. Presence and answers come on the stream's reader thread, overdue answers on a timer's; the state is guarded by
 * this object's lock, which is never held while the database is read. A stream that ends ends no following: what was unanswered then goes out again.
 */
public final class RosterPushes {

    private static final Logger LOG = LogManager.getLogger(RosterPushes.class);
    private static final int SHOWN = 200;

    /** How many pages one reader is given in a row, for the outgoing thread has other work. */
    private static final int PAGES = 20;

    private final LocalDomain domain;
    private final Predicate<Jid> mayRead;
    private final Replies replies;
    private final ChangeLog log;
    private final Bounds bounds;

    private final Followers followers;
    private final RefusalLog refusals;
    private boolean attached;
    private boolean catchingUp;
    private long newest;
    private long turnedAway;

    /**
     * @param mayRead who may follow, by address
     * @param isAdmin whom no other readers may shut out
     * @param replies where the answers to pushes are waited for
     * @param log which items changed
     */
    public RosterPushes(
            LocalDomain domain, Predicate<Jid> mayRead, Predicate<Jid> isAdmin, Replies replies, ChangeLog log) {
        this(domain, mayRead, isAdmin, replies, log, Bounds.DEFAULT);
    }

    RosterPushes(
            LocalDomain domain,
            Predicate<Jid> mayRead,
            Predicate<Jid> isAdmin,
            Replies replies,
            ChangeLog log,
            Bounds bounds) {
        this.domain = domain;
        this.mayRead = mayRead;
        this.replies = replies;
        this.log = log;
        this.bounds = bounds;
        this.followers = new Followers(isAdmin, bounds);
        this.refusals = new RefusalLog(domain);
    }

    Bounds bounds() {
        return bounds;
    }

    /** The readers whose presence is remembered, and those that follow. */
    public List<Bounded> fill() {
        return List.of(
                new Bounded("available-readers", bounds.available(), this::availableReaders, this::forgotten),
                new Bounded("followers", bounds.followers(), this::following, this::turnedAway));
    }

    private synchronized int availableReaders() {
        return followers.availableCount();
    }

    private synchronized int following() {
        return followers.all().size();
    }

    private synchronized long forgotten() {
        return followers.forgotten();
    }

    private synchronized long turnedAway() {
        return turnedAway;
    }

    /** Somebody sent directed presence. */
    public synchronized void told(Jid from, boolean isAvailable) {
        if (!isAvailable) {
            followers.unavailable(from);
            followers.find(from).ifPresent(this::end);
        } else if (mayRead.test(from)) {
            followers.available(from);
        }
    }

    /** The stream is attached: who follows gets what it lacks. */
    public synchronized void attached() {
        // Once more: a push that was made while the stream ended may have been counted after that.
        goBack();
        attached = true;
    }

    /** The stream ended: nothing can be pushed, and no answer comes any more. */
    public synchronized void detached() {
        attached = false;
        goBack();
    }

    /**
     * The pushes of a committed change. To be called by the outgoing thread, for each change in order.
     *
     * @param version of the roster with it, and none after it
     */
    public synchronized List<Packet> committed(Decision decision, long version) {
        if (!decision.changesItem()) {
            return List.of();
        }
        newest = Math.max(newest, version);
        if (followers.all().isEmpty()) {
            return List.of();
        }
        boolean shows = RosterItems.isShown(decision.before()) || RosterItems.isShown(decision.after());
        Place next = new Place.Changes(version);
        List<Packet> pushes = new ArrayList<>();
        for (Follower follower : followers.all()) {
            if (!follower.isAt(version - 1)) {
                continue;
            }
            if (!shows) {
                follower.moveTo(next);
            } else if (attached && follower.unanswered() < bounds.unanswered()) {
                Element item = RosterItems.itemOrRemoval(decision.after());
                push(follower, new Page.Step(item, Long.toString(version), next))
                        .ifPresent(pushes::add);
            }
        }
        return pushes;
    }

    /** Whether what this reader is answered has to be in order with pushes to it. */
    synchronized boolean concerns(Jid reader) {
        return followers.isAvailable(reader) || followers.find(reader).isPresent();
    }

    /**
     * The reader asked for the roster. What it lacks then, and if it is available what changes from now on, is pushed. To
     * be called by the outgoing thread.
     *
     * @param begin where it stood when it asked
     * @param place where it stands once it has its answer
     * @param roster from which it is answered
     * @return false: as many readers follow as may, or as many of its domain
     */
    synchronized boolean follow(Jid reader, Place begin, Place place, Roster roster) {
        newest = Math.max(newest, roster.version());
        followers.find(reader).ifPresent(this::end);
        Follower follower = new Follower(
                reader, begin, place, followers.isAvailable(reader) ? Follower.FOR_EVER : roster.version());
        if (follower.isDone()) {
            return true;
        }
        if (!followers.hasPlaceFor(reader)) {
            turnedAway++;
            refusals.refused(shown(reader), followers.all().size(), System.nanoTime());
            return false;
        }
        followers.add(follower);
        return true;
    }

    /**
     * What is to be done on the outgoing thread for those who lack something and can take it. To be asked after each reply,
     * and now and then.
     */
    public synchronized Optional<RosterChange> work(Supplier<Roster> roster) {
        if (catchingUp || followers.all().stream().noneMatch(this::takesMore)) {
            return Optional.empty();
        }
        catchingUp = true;
        return Optional.of(RosterChange.nothing(domain, () -> catchUp(roster.get()), refusal -> {
            caughtUp();
            return List.of();
        }));
    }

    /**
     * The pushes that who lacks something can take now: the roster may have moved on by what another instance did. To be
     * called by the outgoing thread; may wait for the database.
     */
    public List<Packet> catchUp(Roster roster) {
        List<Packet> pushes = new ArrayList<>();
        try {
            for (Follower follower : waiting(roster)) {
                for (int page = 0; page < PAGES && push(follower, roster, pushes); page++) {
                    // The next page.
                }
            }
        } catch (RosterStoreException e) {
            LOG.debug("{}: pushes wait for the database: {}", domain, e.getMessage());
        } finally {
            caughtUp();
        }
        return pushes;
    }

    private synchronized void caughtUp() {
        catchingUp = false;
    }

    private synchronized List<Follower> waiting(Roster roster) {
        newest = Math.max(newest, roster.version());
        return followers.all().stream().filter(this::takesMore).toList();
    }

    /** Not before half of its pushes are answered: else each answer would cost a look at the database. */
    private boolean takesMore(Follower follower) {
        return attached && follower.lags(newest) && follower.unanswered() <= bounds.unanswered() / 2;
    }

    /** Pushes one page; false: there is no more, or no more room. */
    private boolean push(Follower follower, Roster roster, List<Packet> pushes) {
        Place place;
        synchronized (this) {
            place = follower.place();
        }
        Page page = Page.read(place, roster, log, bounds.page());
        synchronized (this) {
            if (followers.find(follower.reader()).orElse(null) != follower || follower.place() != place || !attached) {
                return false;
            }
            for (Page.Step step : page.steps()) {
                Optional<Packet> push =
                        follower.unanswered() < bounds.unanswered() ? push(follower, step) : Optional.empty();
                if (push.isEmpty()) {
                    return false;
                }
                pushes.add(push.get());
            }
            follower.moveTo(page.end());
            settle(follower);
            return follower.lags(roster.version());
        }
    }

    private Optional<Packet> push(Follower follower, Page.Step step) {
        String id = UUID.randomUUID().toString();
        if (!replies.awaits(id, follower.reader(), bounds.patience(), reply -> answered(follower, id, reply))) {
            return Optional.empty();
        }
        follower.pushed(id, step.next());
        Element query = RosterItems.query(step.ver());
        query.add(step.item());
        return Optional.of(Stanzas.request(domain.jid(), follower.reader(), IQ.Type.set, id, query));
    }

    private synchronized void answered(Follower follower, String id, Optional<IQ> reply) {
        if (!follower.answered(id)) {
            return;
        }
        if (reply.filter(iq -> iq.getType() == IQ.Type.result).isPresent()) {
            settle(follower);
            return;
        }
        LOG.info(
                "{}: {} gets no more roster pushes, for it answered one {}; it gets them again once it is available and asks",
                domain,
                shown(follower.reader()),
                reply.isPresent()
                        ? "with an error"
                        : "not within " + bounds.patience().toSeconds() + " s");
        followers.unavailable(follower.reader());
        end(follower);
    }

    private void settle(Follower follower) {
        if (follower.isDone()) {
            followers.remove(follower);
        }
    }

    private void end(Follower follower) {
        followers.remove(follower);
        forget(follower);
    }

    private void goBack() {
        followers.all().forEach(this::forget);
    }

    private void forget(Follower follower) {
        follower.goBack().forEach(id -> replies.forget(id, follower.reader()));
    }

    private static String shown(Jid reader) {
        return Printable.of(reader.toString(), SHOWN);
    }
}
