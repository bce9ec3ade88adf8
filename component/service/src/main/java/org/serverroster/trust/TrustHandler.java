package org.serverroster.trust;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.serverroster.config.TrustConfig;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.router.Outcome;
import org.serverroster.router.Router;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/**
 * Answers {@code <trust/>} and {@code <trusts/>} from the snapshot, for readers and admins alone. Who may not ask learns
 * nothing, not even whether the question was well formed. Immutable; any thread.
 */
public final class TrustHandler {

    /** How many domains one stanza may ask about. */
    public static final int MAX_QUESTIONS = 1_000;

    private static final QName TRUST = QName.get("trust", Namespaces.TRUST);
    private static final QName TRUSTS = QName.get("trusts", Namespaces.TRUST);

    private final TrustConfig config;
    private final Predicate<Jid> mayAsk;
    private final Function<PeerDomain, Optional<Boolean>> available;
    private final IntConsumer answered;

    /**
     * @param mayAsk who may, by the sender's address; depends on the configuration alone
     * @param available what was heard of a peer's presence; asked on the thread that the question comes on
     * @param answered told about how many domains a question was answered; on the same thread, and must not wait
     */
    public TrustHandler(
            TrustConfig config,
            Predicate<Jid> mayAsk,
            Function<PeerDomain, Optional<Boolean>> available,
            IntConsumer answered) {
        this.config = config;
        this.mayAsk = mayAsk;
        this.available = available;
        this.answered = answered;
    }

    /** Adds what this answers. */
    public void register(Router.Builder router) {
        router.iq(IQ.Type.get, Namespaces.TRUST, "trust", this::one)
                .iq(IQ.Type.get, Namespaces.TRUST, "trusts", this::many);
    }

    /** Whether that address may ask. Always the same. */
    boolean mayAsk(Jid jid) {
        return mayAsk.test(jid);
    }

    /** @param own the domain's own item, if it has one */
    Trust verdict(Roster roster, PeerDomain domain, Optional<RosterItem> own) {
        return Trust.verdict(roster, domain, own, config, available);
    }

    void answered(int domains) {
        answered.accept(domains);
    }

    private Outcome one(Inbound<IQ> in, Roster roster) {
        if (!mayAsk.test(in.from())) {
            return forbidden(in);
        }
        Element question = in.stanza().getChildElement();
        return answer(in, 1, () -> judged(question, roster));
    }

    private Outcome many(Inbound<IQ> in, Roster roster) {
        if (!mayAsk.test(in.from())) {
            return forbidden(in);
        }
        List<Element> questions = in.stanza().getChildElement().elements();
        if (questions.size() > MAX_QUESTIONS) {
            return Outcome.answer(Stanzas.policyViolation(
                    in, "at most %,d domains may be asked about at once".formatted(MAX_QUESTIONS)));
        }
        if (questions.isEmpty()
                || questions.stream().anyMatch(each -> !each.getQName().equals(TRUST))) {
            return Outcome.answer(Stanzas.error(
                    in, Condition.bad_request, Type.modify, "<trusts/> holds one <trust/> or more, and nothing else"));
        }
        return answer(in, questions.size(), () -> {
            Element answers = DocumentHelper.createElement(TRUSTS);
            questions.forEach(question -> answers.add(judged(question, roster)));
            return answers;
        });
    }

    private Outcome answer(Inbound<IQ> in, int domains, Supplier<Element> judging) {
        try {
            Outcome outcome = Outcome.answer(Stanzas.result(in, judging.get()));
            answered.accept(domains);
            return outcome;
        } catch (MalformedJidException e) {
            return Outcome.answer(Stanzas.error(in, Condition.jid_malformed, Type.modify, e.getMessage()));
        }
    }

    /** "The question may name any JID; its domain is what is judged, and what the answer's jid holds." */
    private Element judged(Element question, Roster roster) {
        PeerDomain domain =
                new PeerDomain(Jid.parse(question.attributeValue("jid")).domain());
        Trust trust = verdict(roster, domain, roster.find(domain));
        Element answer = DocumentHelper.createElement(TRUST)
                .addAttribute("jid", domain.toString())
                .addAttribute("trusted", Boolean.toString(trust.trusted()));
        trust.state().ifPresent(state -> answer.addAttribute("subscription", state.subscription()));
        trust.available().ifPresent(there -> answer.addAttribute("available", there.toString()));
        trust.since().ifPresent(since -> answer.addAttribute("since", DateTimeBytes.text(since)));
        return trust.blocked() ? answer.addAttribute("blocked", "true") : answer;
    }

    private static Outcome forbidden(Inbound<IQ> in) {
        return Outcome.answer(Stanzas.error(
                in, Condition.forbidden, Type.auth, "only this server roster's readers and administrators may ask"));
    }
}
