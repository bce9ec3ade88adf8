package org.serverroster.router;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.dom4j.Element;
import org.serverroster.roster.NotLoadedException;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterChange;
import org.serverroster.xmpp.DomainName;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Printable;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError;

/**
 * Where a component's stanzas come in: reads the addresses, finds the local domain, asks its router what is to be done,
 * and hands stanzas to the door and changes to the roster thread. Owned by the stream's reader thread; waits for nothing.
 */
public final class Intake {

    private static final Logger LOG = LogManager.getLogger(Intake.class);
    private static final int SHOWN = 100;

    /**
     * A local domain, as the intake knows it.
     *
     * @param domain its address
     * @param router what answers its stanzas
     * @param roster its newest snapshot, or {@link NotLoadedException}
     * @param changes takes a change, or refuses it, without waiting
     * @param heard told of each peer that something came from
     */
    public record Local(
            LocalDomain domain,
            Router router,
            Supplier<Roster> roster,
            Consumer<RosterChange> changes,
            Consumer<PeerDomain> heard) {}

    private final LocalDomain own;
    private final Map<DomainName, Local> locals;
    private final Door door;
    private final Consumer<String> dropped;

    /**
     * @param own the component's own domain, which the stream may always speak for
     * @param dropped counts a stanza that is answered to nobody, by the reason
     */
    public Intake(LocalDomain own, List<Local> locals, Door door, Consumer<String> dropped) {
        this.own = own;
        this.locals = locals.stream()
                .collect(Collectors.toUnmodifiableMap(local -> local.domain().name(), Function.identity()));
        this.door = door;
        this.dropped = dropped;
    }

    /** Takes one stanza in. */
    public void take(Element element) {
        Optional<Inbound<?>> stanza = StanzaReader.read(element);
        if (stanza.isEmpty()) {
            drop("malformed", element);
        } else {
            take(stanza.get());
        }
    }

    /** Answers a stanza that went over a bound and of which only the root is left. */
    public void refuseOversized(Element root) {
        dropped.accept("oversized");
        StanzaReader.read(root)
                .filter(Intake::isRequest)
                .ifPresent(stanza ->
                        door.offer(Stanzas.policyViolation(stanza, "the stanza is larger than this service takes")));
    }

    private void take(Inbound<?> stanza) {
        Local local = locals.get(stanza.to().domain());
        if (local == null || stanza.to().hasLocal()) {
            if (isRequest(stanza)) {
                // From a foreign domain no answer may leave: a server closes the stream on it.
                Jid answering = local == null ? own.jid() : stanza.to();
                door.offer(Stanzas.error(
                        new Inbound<>(stanza.stanza(), stanza.from(), answering),
                        PacketError.Condition.item_not_found,
                        PacketError.Type.cancel,
                        "there is no such address here"));
            } else {
                drop("not-here", stanza.stanza().getElement());
            }
            return;
        }
        if (locals.containsKey(stanza.from().domain())) {
            // Our own domains have nothing to ask of themselves, and two of them answering each other could go on.
            drop("from-ourselves", stanza.stanza().getElement());
            return;
        }
        local.heard().accept(new PeerDomain(stanza.from().domain()));
        carryOut(local, outcome(local, stanza));
    }

    private Outcome outcome(Local local, Inbound<?> stanza) {
        try {
            return local.router().route(stanza, local.roster().get());
        } catch (NotLoadedException e) {
            return fault(stanza, PacketError.Type.wait, "the roster has not been loaded yet; try again later");
        } catch (RuntimeException e) {
            LOG.error(
                    "{}: a fault of ours kept a stanza of {} from being handled",
                    local.domain(),
                    Printable.of(stanza.from().toString(), SHOWN),
                    e);
            return fault(stanza, PacketError.Type.cancel, "a fault of this service; its log tells more");
        }
    }

    private static Outcome fault(Inbound<?> stanza, PacketError.Type type, String text) {
        return isRequest(stanza)
                ? Outcome.answer(Stanzas.error(stanza, PacketError.Condition.internal_server_error, type, text))
                : Outcome.nothing();
    }

    private void carryOut(Local local, Outcome outcome) {
        if (outcome instanceof Outcome.Answer answer) {
            door.send(answer.stanzas());
        } else if (outcome instanceof Outcome.Change change) {
            local.changes().accept(change.change());
        }
    }

    private void drop(String why, Element element) {
        dropped.accept(why);
        LOG.debug(
                "dropped a {} from '{}' to '{}': {}",
                element.getName(),
                Printable.of(element.attributeValue("from"), SHOWN),
                Printable.of(element.attributeValue("to"), SHOWN),
                why);
    }

    private static boolean isRequest(Inbound<?> stanza) {
        return stanza.stanza() instanceof IQ iq && iq.isRequest();
    }
}
