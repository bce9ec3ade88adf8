package org.serverroster.client.tinder;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.serverroster.client.Answers;
import org.serverroster.client.Trust;
import org.xmpp.packet.IQ;

/**
 * A question to a server roster. Send {@link #iq()}, keep this until the reply is there or you have waited long enough,
 * and read the reply with {@link TrustAnswer}. Immutable; any thread.
 *
 * @param id the IQ's id, which nobody can guess
 * @param from who asks: one of the service's {@code readers}
 * @param to the address of the server roster
 * @param domains what it is about, in normal form and in order
 */
public record TrustQuestion(String id, String from, String to, List<String> domains) {

    static final QName TRUST = QName.get("trust", Trust.NAMESPACE);
    static final QName TRUSTS = QName.get("trusts", Trust.NAMESPACE);

    /**
     * One that was made before; see {@link #of}.
     *
     * @param id as {@link #id()} has it
     * @param from as {@link #from()} has it
     * @param to as {@link #to()} has it
     * @param domains as {@link #domains()} has it
     * @throws IllegalArgumentException as {@link #of}
     */
    public TrustQuestion {
        domains = Answers.question(domains);
    }

    /**
     * {@return a new question}
     *
     * @param from who asks, without whom no reply comes back: one of the service's {@code readers}
     * @param to the address of the server roster, such as {@code buddies.montague.lit}
     * @param jids 1 to 1,000 addresses, whose domains are asked about
     * @throws IllegalArgumentException if they are fewer or more, or one has no domain
     */
    public static TrustQuestion of(String from, String to, Collection<String> jids) {
        return new TrustQuestion(UUID.randomUUID().toString(), from, to, List.copyOf(jids));
    }

    /** {@return the stanza to send: a new one each time, for packets can be changed} */
    public IQ iq() {
        Element iq = DocumentHelper.createElement("iq")
                .addAttribute("type", "get")
                .addAttribute("id", id)
                .addAttribute("from", from)
                .addAttribute("to", to);
        if (domains.size() == 1) {
            iq.addElement(TRUST).addAttribute("jid", domains.get(0));
        } else {
            Element many = iq.addElement(TRUSTS);
            domains.forEach(domain -> many.addElement(TRUST).addAttribute("jid", domain));
        }
        // Checked addresses would turn internationalised domains into A-labels, which servers do not route by.
        return new IQ(iq, true);
    }

    /**
     * {@return whether a stanza is the reply to this: by id and sender, for others can send what has the same id}
     *
     * @param iq any that came
     */
    public boolean isRepliedBy(IQ iq) {
        Element stanza = iq.getElement();
        String type = stanza.attributeValue("type");
        return ("result".equals(type) || "error".equals(type))
                && id.equals(stanza.attributeValue("id"))
                && to.equals(stanza.attributeValue("from"));
    }
}
