package org.serverroster.testbed.example;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.serverroster.client.Domains;
import org.serverroster.client.MalformedAnswerException;
import org.serverroster.client.Subscription;
import org.serverroster.client.Trust;
import org.serverroster.client.tinder.TrustAnswer;
import org.serverroster.client.tinder.TrustQuestion;
import org.serverroster.client.tinder.TrustRefusedException;
import org.serverroster.testbed.RawComponent;
import org.serverroster.testbed.Stanza;
import org.xmpp.packet.IQ;

/**
 * A component (XEP-0114) that shares its report of incidents with trusted servers alone. Whoever writes to it gets the
 * report if the server roster trusts the server roster of the writer's domain, and else the error {@code forbidden}: also
 * when the server roster refuses, is away, or says something that cannot be understood.
 *
 * <p>Where server rosters are components, they hold each other's addresses, {@code buddies.capulet.lit}; it is the owner
 * of {@code capulet.lit} who has that name, so to trust the one is to trust the other. What it does, it prints, a line
 * each. One thread.
 */
public final class Incidents {

    private static final String REPORT = "Two houses brawled in the market place at nine. Nobody was hurt.";

    /** Who would wait longer has given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int MAX_WAITING = 100;
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    private final RawComponent component;
    private final String roster;
    private final String rosterOf;

    /** The questions that are not answered, oldest first. */
    private final Map<String, Asked> waiting = new LinkedHashMap<>();

    private record Asked(TrustQuestion question, String writer, String domain, long at) {}

    /** @param rosterOf what stands before a domain in the address of its server roster; empty: nothing */
    private Incidents(RawComponent component, String roster, String rosterOf) {
        this.component = component;
        this.roster = roster;
        this.rosterOf = rosterOf;
    }

    /**
     * Runs it until SIGTERM or until the stream ends, with exit code 1.
     *
     * @param arguments the server's IP address, its component port, the component's domain, and the address of the server
     *     roster to ask, of which that domain is one of the {@code readers}; then what stands before a domain in the address
     *     of its server roster, such as {@code buddies.}, or an empty one where servers speak for themselves. The
     *     component's secret is in the environment, as {@code INCIDENTS_SECRET}
     */
    public static void main(String[] arguments) throws UnknownHostException {
        RawComponent component = RawComponent.attach(
                InetAddress.getByName(arguments[0]),
                Integer.parseInt(arguments[1]),
                arguments[2],
                System.getenv("INCIDENTS_SECRET"));
        System.out.println(arguments[2] + " is attached");
        try {
            new Incidents(component, arguments[3], arguments[4]).serve();
        } catch (AssertionError ended) {
            System.out.println(ended.getMessage());
            System.exit(1);
        }
    }

    private void serve() {
        while (true) {
            Stanza stanza = component.received().await("stanza", FOR_EVER, any -> true);
            switch (stanza.name()) {
                case "message" -> written(stanza);
                case "iq" -> asked(stanza);
                default -> {
                    // Presence is nothing to this component.
                }
            }
        }
    }

    private void written(Stanza message) {
        // Errors too may have a body: to answer those with an error would never end.
        if (message.type().equals("error") || message.text("body").isEmpty()) {
            return;
        }
        forgetOverdue();
        try {
            String domain = Domains.of(message.from());
            TrustQuestion question = TrustQuestion.of(component.domain(), roster, List.of(rosterOf + domain));
            if (waiting.size() == MAX_WAITING) {
                refuse(message.from(), domain, "too many wait for an answer");
                return;
            }
            waiting.put(question.id(), new Asked(question, message.from(), domain, System.nanoTime()));
            component.send(question.iq().toXML());
        } catch (IllegalArgumentException noDomain) {
            refuse(message.from(), "somebody", noDomain.getMessage());
        }
    }

    private void asked(Stanza stanza) {
        switch (stanza.type()) {
            case "get", "set" -> component.send(notHere(stanza).asXML());
            case "result", "error" -> replied(stanza);
            default -> {
                // No IQ is of another type.
            }
        }
    }

    /** RFC 6120 section 8.2.3: who asks is answered, also where there is nothing to ask for. */
    private Element notHere(Stanza request) {
        Element error = DocumentHelper.createElement("iq")
                .addAttribute("type", "error")
                .addAttribute("id", request.id())
                .addAttribute("from", component.domain())
                .addAttribute("to", request.from());
        error.addElement("error")
                .addAttribute("type", "cancel")
                .addElement("service-unavailable", "urn:ietf:params:xml:ns:xmpp-stanzas");
        return error;
    }

    private void replied(Stanza stanza) {
        IQ reply = iq(stanza);
        Asked asked = waiting.get(stanza.id());
        if (asked == null || !asked.question().isRepliedBy(reply)) {
            return;
        }
        waiting.remove(stanza.id());
        try {
            Trust trust = TrustAnswer.read(asked.question(), reply).get(0);
            if (trust.trusted()) {
                share(asked, trust);
            } else {
                refuse(asked.writer(), asked.domain(), "is not trusted: " + inWords(trust));
            }
        } catch (TrustRefusedException | MalformedAnswerException fault) {
            refuse(asked.writer(), asked.domain(), "cannot be judged: " + fault.getMessage());
        }
    }

    private void forgetOverdue() {
        waiting.values().removeIf(asked -> {
            boolean overdue = System.nanoTime() - asked.at() > PATIENCE.toNanos();
            if (overdue) {
                refuse(asked.writer(), asked.domain(), "cannot be judged: " + roster + " did not answer");
            }
            return overdue;
        });
    }

    private static String inWords(Trust trust) {
        if (trust.blocked()) {
            return trust.jid() + " is blocked";
        }
        return trust.subscription()
                .map(subscription -> "the roster has " + trust.jid()
                        + (subscription == Subscription.NONE
                                ? ", and neither has approved the other"
                                : " with subscription " + subscription.wireName()))
                .orElse("the roster knows nothing of " + trust.jid());
    }

    private void share(Asked asked, Trust trust) {
        System.out.println(
                asked.domain() + " is trusted, since " + trust.since().orElseThrow() + " (subscription "
                        + trust.subscription().orElseThrow().wireName() + "): it gets the report");
        Element message = message(asked.writer()).addAttribute("type", "chat");
        message.addElement("body").setText(REPORT);
        component.send(message.asXML());
    }

    private void refuse(String writer, String domain, String why) {
        System.out.println(domain + " " + why + ". It gets nothing");
        Element message = message(writer).addAttribute("type", "error");
        message.addElement("error")
                .addAttribute("type", "auth")
                .addElement("forbidden", "urn:ietf:params:xml:ns:xmpp-stanzas");
        component.send(message.asXML());
    }

    private Element message(String to) {
        return DocumentHelper.createElement("message")
                .addAttribute("from", component.domain())
                .addAttribute("to", to);
    }

    private static IQ iq(Stanza stanza) {
        try {
            return new IQ(DocumentHelper.parseText(stanza.toString()).getRootElement(), true);
        } catch (DocumentException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
