package org.serverroster.bridge;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.dom4j.Element;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.xmpp.packet.Packet;

/**
 * Finds out whether the server has the bridge for one served domain, each time the stream is attached and every minute. The
 * component's own domain asks the served one whether it announces {@code urn:xmpp:server-presence} (XEP-0030), and then
 * probes it: a bridge hands the probe back to the component. Both so: the domain is open until the stream ends or a later
 * look fails.
 *
 * <p>Any thread; the lock is held for moments only, and while the listener is called, which must not wait.
 */
public final class Bridge {

    /** For each of the two steps. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The same while the domain is open: a server that has much to do is slow, and has the bridge nevertheless. */
    static final Duration PATIENCE_WHILE_OPEN = Duration.ofSeconds(30);

    /** Where several instances are attached, the server may hand an answer to another: so each is asked for again. */
    static final Duration ASK_AGAIN = Duration.ofSeconds(2);

    /** Between two looks. */
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
     * @param open whether the bridge was found on this stream, and has not been missed since
     * @param why if not, why, in words for an operator; else empty
     */
    public record Status(boolean open, String why) {}

    private enum Phase {
        /** There is no stream. */
        AWAY,
        ASKING,
        PROBING,
        /** Found, while another domain is on trial. */
        WAITING,
        /** Until it is looked at again. */
        RESTING
    }

    private final LocalDomain served;
    private final LocalDomain component;
    private final Trial trial;
    private final Predicate<Packet> outlet;
    private final LongSupplier nanoTime;
    private final Listener listener;
    private final Talk talk;
    private final Report report;

    private Phase phase = Phase.AWAY;
    private boolean open;
    private boolean onTrial;
    private long opened;
    private long look;
    private long due;
    private long askAgain;
    private Optional<Missing> silence = Optional.empty();
    private int refusals;
    private long speakAgain;
    private volatile Status status = new Status(false, "the stream is not attached");

    /**
     * @param component whose stream it is
     * @param trial shared by all that the component serves
     * @param outlet lets a stanza out, of the component's own domain or while it is open of this one, or tells that the
     *     stream can not take it
     * @param nanoTime a clock that never goes back
     */
    public Bridge(
            LocalDomain served,
            LocalDomain component,
            Trial trial,
            Predicate<Packet> outlet,
            LongSupplier nanoTime,
            Listener listener) {
        this.served = served;
        this.component = component;
        this.trial = trial;
        this.talk = new Talk(served, component);
        this.report = new Report(served, component, listener);
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
        if (refusals >= MOST_REFUSALS && nanoTime.getAsLong() - speakAgain < 0) {
            missing(new Missing.Leave(), speakAgain, SPEAK_AGAIN);
        } else {
            status = new Status(false, "the bridge is being looked for");
            ask();
        }
    }

    /** The stream ended: whoever it is attached to next may have no bridge. */
    public synchronized void detached(Ending ending) {
        long now = nanoTime.getAsLong();
        if (ending == Ending.REFUSED_THIS) {
            refusals++;
            speakAgain = now + SPEAK_AGAIN.toNanos();
        } else if (ending == Ending.PLAIN || open && now - opened >= LOOK_AGAIN.toNanos()) {
            refusals = 0;
        }
        phase = Phase.AWAY;
        look++;
        status = new Status(false, "the stream is not attached");
        close();
    }

    /** To be called about every second: asks again, gives up, or looks again, when it is time. */
    public synchronized void tick() {
        long now = nanoTime.getAsLong();
        if (onTrial && now - opened >= (trial.isThorough() ? LOOK_AGAIN : PATIENCE).toNanos()) {
            passed();
        }
        switch (phase) {
            case ASKING -> wait(now, new Missing.Answer());
            case PROBING -> wait(now, silence.orElseGet(Missing.HandingOver::new));
            case WAITING -> {
                if (trial.begin(served)) {
                    open(now);
                } else {
                    askWhenDue(now);
                }
            }
            case RESTING -> askWhenDue(now);
            case AWAY -> {}
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
            cameBack(nanoTime.getAsLong());
        } else if (heard instanceof Talk.Heard.Word word && word.look() == look && !trial.isThorough()) {
            passed();
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

    private void cameBack(long now) {
        due = now + LOOK_AGAIN.toNanos();
        if (open) {
            phase = Phase.RESTING;
        } else if (trial.begin(served)) {
            open(now);
        } else {
            phase = Phase.WAITING;
            status = new Status(
                    false,
                    "the bridge is there; another domain of %s is to show first that the server lets it speak"
                            .formatted(component));
        }
    }

    private void open(long now) {
        phase = Phase.RESTING;
        due = now + LOOK_AGAIN.toNanos();
        open = true;
        onTrial = true;
        opened = now;
        status = new Status(true, "");
        listener.opened();
        // Whoever has nothing to say would otherwise be on trial for nothing.
        outlet.test(talk.word(look));
    }

    /** Not told before: where the server ends the stream again and again, it would be told each time. */
    private void passed() {
        if (onTrial) {
            endTrial();
            report.there();
        }
    }

    private void close() {
        endTrial();
        if (open) {
            open = false;
            listener.closed();
        }
    }

    private void endTrial() {
        onTrial = false;
        trial.end(served);
    }

    private void askWhenDue(long now) {
        if (now - due >= 0) {
            ask();
        }
    }

    private void ask() {
        look++;
        silence = Optional.empty();
        begin(Phase.ASKING);
    }

    private void begin(Phase step) {
        phase = step;
        long now = nanoTime.getAsLong();
        due = now + (open ? PATIENCE_WHILE_OPEN : PATIENCE).toNanos();
        askAgain = now + ASK_AGAIN.toNanos();
        send(component.jid());
    }

    private void wait(long now, Missing inVain) {
        if (now - askAgain >= 0 && now - due < 0) {
            askAgain = now + ASK_AGAIN.toNanos();
            // From a resource of its own, by which a server may choose the instance.
            send(new Jid("", component.name(), UUID.randomUUID().toString()));
        } else if (now - due >= 0 && open && phase == Phase.ASKING) {
            // Other instances may have had all the answers; a bridge hands the probe to who sent it.
            silence = Optional.of(inVain);
            begin(Phase.PROBING);
        } else if (now - due >= 0) {
            missing(inVain);
        }
    }

    /** What the stream can not take is as good as lost, and is found to be so. */
    private void send(Jid from) {
        outlet.test(phase == Phase.ASKING ? talk.question(from, look) : talk.probe(from, look));
    }

    private void missing(Missing now) {
        missing(now, nanoTime.getAsLong() + LOOK_AGAIN.toNanos(), LOOK_AGAIN);
    }

    private void missing(Missing now, long until, Duration rest) {
        phase = Phase.RESTING;
        due = until;
        String words = now.words(served, component);
        status = new Status(false, words);
        close();
        report.missing(now, words, rest);
    }
}
