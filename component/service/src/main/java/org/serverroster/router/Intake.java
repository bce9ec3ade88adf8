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
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

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
     * @param admins where its administrators write to: itself, or where it is served, an address of the component's own
     * @param router what answers its stanzas
     * @param roster its newest snapshot, or {@link NotLoadedException}
     * @param changes takes a change, or refuses it, without waiting
     * @param heard told of each peer that something came from
     */
    public record Local(
            LocalDomain domain,
            Jid admins,
            Router router,
            Supplier<Roster> roster,
            Consumer<RosterChange> changes,
            Consumer<PeerDomain> heard) {

        /** One whose administrators write to the domain itself. */
        public Local(
                LocalDomain domain,
                Router router,
                Supplier<Roster> roster,
                Consumer<RosterChange> changes,
                Consumer<PeerDomain> heard) {
            this(domain, domain.jid(), router, roster, changes, heard);
        }
    }

    private final LocalDomain own;
    private final Map<DomainName, Local> locals;
    private final Map<Jid, Local> byAdmins;
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
        this.byAdmins = locals.stream().collect(Collectors.toUnmodifiableMap(Local::admins, Function.identity()));
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

    /**
     * The local domain that answers what {@code from} asks at {@code to}, where that is plain to see: {@code to} is its
     * bare address, and the sender's domain none of ours. Depends on the configuration alone.
     */
    public Optional<Local> asked(Jid from, Jid to) {
        return to.hasLocal() || to.hasResource() || locals.containsKey(from.domain())
                ? Optional.empty()
                : Optional.ofNullable(locals.get(to.domain()));
    }

    /** Answers a stanza that went over a bound and of which only the root is left. */
    public void refuseOversized(Element root) {
        dropped.accept("oversized");
        StanzaReader.read(root)
                .filter(Intake::isRequest)
                .ifPresent(stanza -> door.offer(
                        Stanzas.policyViolation(answerable(stanza), "the stanza is larger than this service takes")));
    }

    private void take(Inbound<?> stanza) {
        Optional<Local> found = find(stanza);
        if (found.isEmpty()) {
            if (asksForPresenceOfDesk(stanza)) {
                door.offer(Stanzas.presence(stanza.to().bare(), stanza.from().bare(), Presence.Type.unsubscribed));
            } else if (isRequest(stanza)) {
                door.offer(Stanzas.error(
                        answerable(stanza),
                        PacketError.Condition.item_not_found,
                        PacketError.Type.cancel,
                        "there is no such address here"));
            } else {
                drop("not-here", stanza.stanza().getElement());
            }
            return;
        }
        Local local = found.get();
        if (isFromItself(stanza.from(), local)) {
            drop("from-ourselves", stanza.stanza().getElement());
            return;
        }
        local.heard().accept(new PeerDomain(stanza.from().domain()));
        Inbound<?> answerable = answerable(stanza);
        try {
            carryOut(
                    local,
                    answerable,
                    local.router().route(answerable, local.roster().get()));
        } catch (RuntimeException e) {
            fail(local, answerable, e);
        }
    }

    /** Whom it is for. What a person writes has an address of its own; nothing else has one with a local part. */
    private Optional<Local> find(Inbound<?> stanza) {
        if (stanza.stanza() instanceof Message) {
            return Optional.ofNullable(byAdmins.get(stanza.to().bare()));
        }
        return stanza.to().hasLocal()
                ? Optional.empty()
                : Optional.ofNullable(locals.get(stanza.to().domain()));
    }

    /** People's programs ask whomever they write to. Such an address is never there; unanswered, the request stands for ever. */
    private boolean asksForPresenceOfDesk(Inbound<?> stanza) {
        return stanza.stanza() instanceof Presence presence
                && presence.getType() == Presence.Type.subscribe
                && byAdmins.containsKey(stanza.to().bare())
                && !stanza.from().domain().equals(own.name());
    }

    /**
     * A domain has nothing to ask of itself, and could go on answering itself for ever. Two of ours may talk: of two servers
     * in one, one can trust the other. Users of a server that we serve have addresses at our domain; the component has none.
     */
    private boolean isFromItself(Jid from, Local local) {
        return from.hasLocal()
                ? from.domain().equals(own.name())
                : from.domain().equals(local.domain().name());
    }

    /** The same, to an address that may answer: from a foreign one, or a resource of a served one, no answer may leave. */
    private Inbound<?> answerable(Inbound<?> stanza) {
        Jid to = stanza.to();
        if (to.domain().equals(own.name())) {
            return stanza;
        }
        return new Inbound<>(
                stanza.stanza(),
                stanza.from(),
                locals.containsKey(to.domain()) && !to.hasLocal() ? to.bare() : own.jid());
    }

    /** On the reader thread, or where it was to wait for something, on the thread that brought that. */
    private void carryOut(Local local, Inbound<?> stanza, Outcome outcome) {
        if (outcome instanceof Outcome.Answer answer) {
            door.send(answer.stanzas());
        } else if (outcome instanceof Outcome.Change change) {
            local.changes().accept(change.change());
        } else if (outcome instanceof Outcome.Later later) {
            later.begin()
                    .get()
                    .thenAccept(then -> carryOut(local, stanza, then))
                    .exceptionally(e -> {
                        fail(local, stanza, e);
                        return null;
                    });
        }
    }

    private void fail(Local local, Inbound<?> stanza, Throwable fault) {
        if (fault instanceof NotLoadedException) {
            refuse(stanza, PacketError.Type.wait, "the roster has not been loaded yet; try again later");
            return;
        }
        LOG.error(
                "{}: a fault of ours kept a stanza of {} from being handled",
                local.domain(),
                Printable.of(stanza.from().toString(), SHOWN),
                fault);
        refuse(stanza, PacketError.Type.cancel, "a fault of this service; its log tells more");
    }

    private void refuse(Inbound<?> stanza, PacketError.Type type, String text) {
        if (isRequest(stanza)) {
            door.offer(Stanzas.error(stanza, PacketError.Condition.internal_server_error, type, text));
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
