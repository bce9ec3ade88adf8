package org.serverroster.client.smack;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jivesoftware.smack.XMPPConnection;
import org.jxmpp.jid.Jid;
import org.serverroster.client.Domains;
import org.serverroster.client.Subscription;

/**
 * A local copy of a server roster, kept current by roster pushes, so that a check costs no round trip. The account that
 * is logged in has to be one of the service's {@code readers}.
 *
 * <p><b>What it can say.</b> The roster holds subscriptions, and not the service's {@code trust.requires}: the caller
 * gives the requirement, which should be the service's own, and only {@link TrustRequirement#FROM} and
 * {@link TrustRequirement#BOTH} can be judged. {@code trust.subdomains} is not followed: a domain without an item of its
 * own is not trusted here. Nor does it know {@code since}, {@code available} and {@code blocked}. Who needs these asks
 * {@link TrustManager}.
 *
 * <p><b>How old it is.</b> Every minute, and after each login, it asks the service whether it still has the newest
 * version; {@link #age()} counts from the last such question that was answered. A change that is on its way is not in it.
 * After a login it is not current before it has the whole roster anew. A service that cannot be reached, or a connection
 * that died without notice, shows as age: give {@link #trusts} the age that you can bear.
 *
 * <p><b>Threads.</b> Reading never waits and may be done from any thread, listeners too. Stanzas are sent by a daemon
 * thread of its own, and read by Smack's thread that runs listeners in order, which never waits for that one. The
 * connection stays the caller's: this neither connects nor logs in, but takes up each login, also after a reconnect.
 *
 * <p>While it is open, it takes the roster pushes of the service alone; those of the account's own roster go to whoever
 * took them before. So let smack-im's {@code Roster}, if there is one, be made first, and open one copy a connection.
 */
public final class LiveTrust implements AutoCloseable {

    private final TrustRequirement requirement;
    private final RosterFollower follower;

    private LiveTrust(TrustRequirement requirement, RosterFollower follower) {
        this.requirement = requirement;
        this.follower = follower;
    }

    /**
     * Starts to follow the roster, at once if the connection is logged in, or else when it is. Returns without waiting.
     *
     * @param connection it stays the caller's
     * @param service the address of the server roster, such as {@code buddies.montague.lit}
     * @param requirement what the service has as {@code trust.requires}
     * @return the copy, which is empty at first and trusts nobody
     */
    public static LiveTrust open(XMPPConnection connection, Jid service, TrustRequirement requirement) {
        return open(connection, service, requirement, RosterFollower.CONFIRM);
    }

    /** For tests that cannot wait a minute. */
    static LiveTrust open(XMPPConnection connection, Jid service, TrustRequirement requirement, Duration confirm) {
        Objects.requireNonNull(requirement);
        RosterFollower follower = new RosterFollower(connection, service, confirm);
        follower.start();
        return new LiveTrust(requirement, follower);
    }

    /**
     * Whether a domain is trusted, as far as a copy of at most that age tells. Nothing but a yes is a yes: no copy yet, or
     * one that is too old, is a no.
     *
     * @param jid any address, whose domain is judged
     * @param maxAge how old the copy may be; less than two minutes will now and then be a no in ordinary operation
     * @return true: trusted; false: not, or not known
     * @throws IllegalArgumentException if {@code jid} has no domain; see {@link Domains#of}
     */
    public boolean trusts(String jid, Duration maxAge) {
        String domain = Domains.of(jid);
        // The age first: what is read after it is no older.
        boolean young = age().filter(age -> age.compareTo(maxAge) <= 0).isPresent();
        return young
                && follower.sync()
                        .copy()
                        .find(domain)
                        .filter(requirement::isMetBy)
                        .isPresent();
    }

    /**
     * {@return the subscription of a domain in the copy, however old that is; empty: it has none}
     *
     * @param jid any address, whose domain is looked up
     * @throws IllegalArgumentException if {@code jid} has no domain; see {@link Domains#of}
     */
    public Optional<Subscription> subscription(String jid) {
        return follower.sync().copy().find(Domains.of(jid));
    }

    /** {@return how long ago the service confirmed it; empty: there was never a whole copy} */
    public Optional<Duration> age() {
        return follower.sync().age();
    }

    /** {@return whether it is kept current: logged in, whole, and confirmed within the last two minutes} */
    public boolean isCurrent() {
        return follower.sync().isCurrent();
    }

    /** {@return why it is not current, in words for an operator's log; empty: it is} */
    public Optional<String> problem() {
        return follower.sync().problem();
    }

    /**
     * Ends it: tells the service, if that can be done at once, and gives back what it took of the connection. The copy can
     * still be read, and only grows older.
     */
    @Override
    public void close() {
        follower.close();
    }
}
