package org.serverroster.bridge;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

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

    /** Begins the id of everything that is asked here, in every instance: none of it is for anybody else. */
    private static final String ID = "bridge-";

    private static final QName QUERY = QName.get("query", Namespaces.DISCO_INFO);
    private static final QName FEATURE = QName.get("feature", Namespaces.DISCO_INFO);

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
    private final String instance = ID + UUID.randomUUID() + "-";

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
        String id = stanza.attributeValue("id");
        if (id == null || !id.startsWith(ID)) {
            return false;
        }
        Jid from;
        Jid to;
        try {
            from = Jid.parse(stanza.attributeValue("from"));
            to = Jid.parse(stanza.attributeValue("to"));
        } catch (MalformedJidException e) {
            return false;
        }
        String type = stanza.attributeValue("type", "");
        if (isOf(from, component) && to.bare().equals(served.jid())) {
            boolean probe = stanza.getName().equals("presence") && type.equals("probe");
            if (probe) {
                // Whichever instance sent it: the server handed it to this one.
                cameBack();
            }
            return probe;
        }
        if (!from.equals(served.jid()) || !isOf(to, component)) {
            return false;
        }
        boolean answers = stanza.getName().equals("presence")
                || stanza.getName().equals("iq") && (type.equals("result") || type.equals("error"));
        if (answers && id.startsWith(instance)) {
            answered(stanza, id, type);
        }
        return answers;
    }

    private static boolean isOf(Jid jid, LocalDomain domain) {
        return !jid.hasLocal() && jid.domain().equals(domain.name());
    }

    private synchronized void cameBack() {
        if (phase != Phase.PROBING) {
            return;
        }
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

    /** An answer to an earlier look says nothing of how it is now. */
    private synchronized void answered(Element stanza, String id, String type) {
        if (!id.startsWith(instance + look + "-")) {
            return;
        }
        if (phase == Phase.ASKING && stanza.getName().equals("iq")) {
            if (type.equals("error")) {
                missing(new Missing.Refused(condition(stanza)));
            } else if (announces(stanza)) {
                probe();
            } else {
                missing(new Missing.Feature());
            }
        } else if (phase == Phase.PROBING && stanza.getName().equals("presence")) {
            missing(type.equals("error") ? new Missing.Refused(condition(stanza)) : new Missing.Silence());
        }
    }

    private static boolean announces(Element iq) {
        Element query = iq.element(QUERY);
        return query != null
                && query.elements(FEATURE).stream()
                        .anyMatch(feature -> Namespaces.SERVER_PRESENCE.equals(feature.attributeValue("var")));
    }

    private static String condition(Element stanza) {
        Element error = stanza.element("error");
        return error == null
                ? "error"
                : error.elements().stream()
                        .filter(child -> child.getNamespaceURI().equals(Namespaces.STANZA_ERRORS)
                                && !child.getName().equals("text"))
                        .findFirst()
                        .map(Element::getName)
                        .orElse("error");
    }

    private void ask() {
        look++;
        begin(Phase.ASKING);
    }

    private void probe() {
        begin(Phase.PROBING);
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
        String id = instance + look + "-" + UUID.randomUUID();
        if (phase == Phase.ASKING) {
            outlet.test(Stanzas.request(from, served.jid(), IQ.Type.get, id, DocumentHelper.createElement(QUERY)));
        } else {
            Presence probe = Stanzas.presence(from, served.jid(), Presence.Type.probe);
            probe.setID(id);
            outlet.test(probe);
        }
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
