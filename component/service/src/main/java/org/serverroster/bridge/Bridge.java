package org.serverroster.bridge;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.dom4j.Element;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.xmpp.packet.Packet;

/**
 * Finds out, each time the stream is attached, whether the server has the bridge for one served domain. The component's own
 * domain asks the served one whether it announces {@code urn:xmpp:server-presence} (XEP-0030), and then probes it: a bridge
 * hands the probe back to the component. Both so: the domain is open until the stream ends. Else it is looked at again every
 * minute.
 *
 * <p>Any thread; the lock is held for moments only, and while the listener is called, which must not wait.
 */
public final class Bridge {

    private static final Logger LOG = LogManager.getLogger(Bridge.class);

    /** For each of the two steps. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Where several instances are attached, the server may hand an answer to another: so each is asked for again. */
    static final Duration ASK_AGAIN = Duration.ofSeconds(2);

    /** Between two looks at a domain whose bridge is missing. */
    static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    /** The same where the server ended the stream for what we said in its name: it takes the component's own roster along. */
    static final Duration SPEAK_AGAIN = Duration.ofMinutes(10);

    /** One end may have had another reason, such as a module that is loaded anew. */
    private static final int MOST_REFUSALS = 2;

    /** What follows from it. Called one at a time, under the bridge's lock: must not wait. */
    public interface Listener {

        /** The domain may speak and is spoken to. */
        void opened();

        /** It no longer may; after each {@link #opened()} exactly once. */
        void closed();

        /** Tells the administrators; false: they can not be told now, and will be told when it is next looked at. */
        boolean tell(String subject, String body);
    }

    /**
     * How it is.
     *
     * @param open whether the bridge was found on this stream
     * @param why if not, why, in words for an operator; else empty
     */
    public record Status(boolean open, String why) {}

    private enum Phase {
        /** There is no stream. */
        AWAY,
        ASKING,
        PROBING,
        /** Until it is looked at again. */
        RESTING,
        OPEN
    }

    private final LocalDomain served;
    private final LocalDomain component;
    private final Predicate<Packet> outlet;
    private final LongSupplier nanoTime;
    private final Listener listener;
    private final Talk talk;

    private Phase phase = Phase.AWAY;
    private long look;
    private long due;
    private long askAgain;
    private long opened;
    private int refusals;
    private Optional<Missing> missing = Optional.empty();
    private Optional<Missing> told = Optional.empty();
    private boolean everOpen;
    private volatile Status status = new Status(false, "the stream is not attached");

    /**
     * @param component whose stream it is
     * @param outlet lets a stanza of the component's own domain out, or tells that the stream can not take it
     * @param nanoTime a clock that never goes back
     */
    public Bridge(
            LocalDomain served,
            LocalDomain component,
            Predicate<Packet> outlet,
            LongSupplier nanoTime,
            Listener listener) {
        this.served = served;
        this.component = component;
        this.talk = new Talk(served, component);
        this.outlet = outlet;
        this.nanoTime = nanoTime;
        this.listener = listener;
    }

    public LocalDomain served() {
        return served;
    }

    /** How it is. */
    public Status status() {
        return status;
    }

    /** The stream is attached. */
    public synchronized void attached() {
        if (refusals >= MOST_REFUSALS) {
            missing(new Missing.Leave(), SPEAK_AGAIN);
        } else {
            status = new Status(false, "the bridge is being looked for");
            ask();
        }
    }

    /**
     * The stream ended: whoever it is attached to next may have no bridge.
     *
     * @param refused whether the server ended it because of a sender's address
     */
    public synchronized void detached(boolean refused) {
        boolean wasOpen = phase == Phase.OPEN;
        if (wasOpen) {
            boolean soon = nanoTime.getAsLong() - opened < LOOK_AGAIN.toNanos();
            refusals = refused && soon ? refusals + 1 : soon ? refusals : 0;
        }
        phase = Phase.AWAY;
        look++;
        status = new Status(false, "the stream is not attached");
        if (wasOpen) {
            listener.closed();
        }
    }

    /** To be called about every second: asks again, gives up, or looks again, when it is time. */
    public synchronized void tick() {
        long now = nanoTime.getAsLong();
        switch (phase) {
            case ASKING -> wait(now, new Missing.Answer());
            case PROBING -> wait(now, new Missing.HandingOver());
            case RESTING -> {
                if (now - due >= 0) {
                    ask();
                }
            }
            case AWAY, OPEN -> {}
        }
    }

    /** Whether the stanza is of this; to be called before anybody else takes it. */
    public boolean takes(Element stanza) {
        Optional<Talk.Heard> heard = talk.read(stanza);
        heard.ifPresent(this::heard);
        return heard.isPresent();
    }

    /** An answer to an earlier look says nothing of how it is now; a probe that is handed to us says it for all. */
    private synchronized void heard(Talk.Heard heard) {
        if (heard instanceof Talk.Heard.Probe && phase == Phase.PROBING) {
            cameBack();
        } else if (heard instanceof Talk.Heard.Features features && features.look() == look && phase == Phase.ASKING) {
            if (features.announced()) {
                begin(Phase.PROBING);
            } else {
                missing(new Missing.Feature());
            }
        } else if (heard instanceof Talk.Heard.Answer answer && answer.look() == look && phase == Phase.PROBING) {
            missing(new Missing.Silence());
        } else if (heard instanceof Talk.Heard.Refusal refusal
                && refusal.look() == look
                && (phase == Phase.ASKING || phase == Phase.PROBING)) {
            missing(new Missing.Refused(refusal.condition()));
        }
    }

    private void cameBack() {
        phase = Phase.OPEN;
        opened = nanoTime.getAsLong();
        status = new Status(true, "");
        if (!everOpen || missing.isPresent()) {
            LOG.info("{}: the server's bridge is there: {} speaks for it", served, component);
        }
        everOpen = true;
        missing = Optional.empty();
        listener.opened();
        if (told.isPresent()
                && listener.tell("The bridge of %s is there".formatted(served), """
                        The server now hands over what other servers say to %1$s, and lets %2$s answer in its name.
                        There is nothing more for you to do.""".formatted(served, component))) {
            told = Optional.empty();
        }
    }

    private void ask() {
        look++;
        begin(Phase.ASKING);
    }

    private void begin(Phase step) {
        phase = step;
        long now = nanoTime.getAsLong();
        due = now + PATIENCE.toNanos();
        askAgain = now + ASK_AGAIN.toNanos();
        send(component.jid());
    }

    private void wait(long now, Missing inVain) {
        if (now - due >= 0) {
            missing(inVain);
        } else if (now - askAgain >= 0) {
            askAgain = now + ASK_AGAIN.toNanos();
            // From a resource of its own, by which a server may choose the instance.
            send(new Jid("", component.name(), UUID.randomUUID().toString()));
        }
    }

    /** What the stream can not take is as good as lost, and is found to be so. */
    private void send(Jid from) {
        outlet.test(phase == Phase.ASKING ? talk.question(from, look) : talk.probe(from, look));
    }

    private void missing(Missing now) {
        missing(now, LOOK_AGAIN);
    }

    private void missing(Missing now, Duration rest) {
        phase = Phase.RESTING;
        due = nanoTime.getAsLong() + rest.toNanos();
        String words = now.words(served, component);
        status = new Status(false, words);
        if (!missing.equals(Optional.of(now))) {
            LOG.warn(
                    "{}: nothing leaves in its name, and it is looked at again every {} min: {}",
                    served,
                    rest.toMinutes(),
                    words);
        }
        missing = Optional.of(now);
        if (!told.equals(missing)
                && listener.tell(
                        "The server roster of %s does not work yet".formatted(served), """
                        Something is missing in the server: %2$s.

                        Until then nothing is said to other servers in the name of %1$s, and what they say to it may be \
                        lost. It is looked at again every minute, and you are told when it works.""".formatted(served, words))) {
            told = missing;
        }
    }
}
