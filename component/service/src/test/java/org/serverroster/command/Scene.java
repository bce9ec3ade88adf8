package org.serverroster.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.serverroster.config.ApprovalAction;
import org.serverroster.config.ApprovalRule;
import org.serverroster.config.DomainPattern;
import org.serverroster.evidence.AnsweringPeers;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterChange;
import org.serverroster.roster.RosterEvent;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.router.Outcome;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * A local domain with its roster, its administrators and what they may write: stanzas go in as text, changes are decided
 * by the real rules and committed in memory, and what is answered comes out. One thread.
 */
public final class Scene {

    public static final String DOMAIN = "shakespeare.lit";
    public static final String ADMIN = "bard@shakespeare.lit/globe";
    public static final String STRANGER = "iago@venice.lit/shadow";
    public static final Set<Jid> ADMINS = Set.of(Jid.parse("bard@shakespeare.lit"), Jid.parse("clown@shakespeare.lit"));
    public static final String APPROVE = Namespaces.ROSTER_ADMIN + "approve";
    public static final String DENY = Namespaces.ROSTER_ADMIN + "deny";
    public static final String PENDING = Namespaces.ROSTER_ADMIN + "pending";
    public static final String ROSTER = Namespaces.ROSTER_ADMIN + "roster";

    private static final QName COMMAND = QName.get("command", Namespaces.COMMANDS);
    private static final QName X = QName.get("x", Namespaces.DATA_FORMS);
    private static final QName FIELD = QName.get("field", Namespaces.DATA_FORMS);
    private static final QName VALUE = QName.get("value", Namespaces.DATA_FORMS);

    public final SubscriptionRules rules = new SubscriptionRules(true, 0);
    public final Map<PeerDomain, Boolean> available = new HashMap<>();
    public final AnsweringPeers peers = new AnsweringPeers(DOMAIN);
    public final List<Decision> decisions = new ArrayList<>();

    /** Why the history can not be read, if so. */
    public Optional<Throwable> historyFault = Optional.empty();

    public final Commands commands =
            Commands.of(rules, true, peer -> Optional.ofNullable(available.get(peer)), this::history, peers.looks());
    public Instant now = Instant.parse("2026-11-20T12:00:00Z");
    public Roster roster = Roster.of(LocalDomain.parse(DOMAIN), 0, List.of());
    private final CommandHandler handler = new CommandHandler(commands, ADMINS, () -> now, new SecureRandom());

    // What happens.

    public void passes(Duration time) {
        now = now.plus(time);
    }

    /** A peer asks to subscribe, and an administrator is to decide. */
    public void asks(String peer, String reason) {
        ApprovalRule prompt = new ApprovalRule(DomainPattern.ANY, ApprovalAction.PROMPT, false);
        commit(
                PeerDomain.parse(peer),
                (all, item, at) -> rules.requested(item, all.pendingIn(), prompt, reason, "<presence/>", at));
    }

    public void commit(PeerDomain peer, RosterChange.Rule rule) {
        decide(new RosterChange(peer, rule, decision -> List.of(), refusal -> List.of()));
    }

    public Optional<RosterItem> item(String peer) {
        return roster.find(PeerDomain.parse(peer));
    }

    // What is sent.

    /** The outcome of an IQ of type set with that payload, before anything is committed. */
    public Outcome outcome(String from, String payload) {
        return handler.handle(iq(from, "set", payload), roster);
    }

    /** The one stanza that answers it, once what it changes is committed. */
    public Element send(String from, String payload) {
        return one(settle(outcome(from, payload)));
    }

    /** The {@code <command/>} of the result that answers. */
    public Element command(String from, String payload) {
        Element answer = send(from, payload);
        assertThat(answer.attributeValue("type")).as(answer.asXML()).isEqualTo("result");
        return answer.element(COMMAND);
    }

    /** Begins a command as the administrator: the session's id. */
    public String begin(String node) {
        return command(ADMIN, request(node, "")).attributeValue("sessionid");
    }

    /** The note that completes a command whose first stanza carries the form. */
    public Element note(String node, String... fields) {
        Element command = command(ADMIN, request(node, "", form(node, fields)));
        assertThat(command.attributeValue("status")).isEqualTo("completed");
        return command.element(QName.get("note", Namespaces.COMMANDS));
    }

    /** Commits what the outcome changes; what goes out then. */
    public List<Packet> settle(Outcome outcome) {
        if (outcome instanceof Outcome.Answer answer) {
            return answer.stanzas();
        }
        if (outcome instanceof Outcome.Later) {
            return settle(known(outcome));
        }
        RosterChange change = ((Outcome.Change) outcome).change();
        return change.answer().apply(decide(change));
    }

    /** What the outcome comes to once all is known that had to be asked first. */
    public static Outcome known(Outcome outcome) {
        return outcome instanceof Outcome.Later later
                ? known(later.begin().get().toCompletableFuture().join())
                : outcome;
    }

    private CompletionStage<List<RosterEvent>> history(Optional<PeerDomain> peer, int max) {
        List<RosterEvent> newestFirst = new ArrayList<>(decisions.stream()
                .flatMap(decision -> decision.events().stream())
                .filter(event -> peer.isEmpty() || event.peer().equals(peer.get()))
                .toList());
        Collections.reverse(newestFirst);
        return historyFault
                .<CompletionStage<List<RosterEvent>>>map(CompletableFuture::failedFuture)
                .orElseGet(() ->
                        CompletableFuture.completedFuture(newestFirst.subList(0, Math.min(max, newestFirst.size()))));
    }

    private Decision decide(RosterChange change) {
        RosterItem before = roster.find(change.peer()).orElseGet(() -> RosterItem.none(change.peer(), now));
        Decision decision = change.rule().decide(roster, before, now);
        if (decision.writes()) {
            roster = roster.with(decision.after());
        }
        decisions.add(decision);
        return decision;
    }

    // Stanzas from text, and back.

    public static Inbound<IQ> iq(String from, String type, String payload) {
        Element element =
                parse("<iq type='%s' id='i1' from='%s' to='%s'>%s</iq>".formatted(type, from, DOMAIN, payload));
        return new Inbound<>(new IQ(element, true), Jid.parse(from), Jid.parse(DOMAIN));
    }

    public static Inbound<Message> message(String from, String attributes, String content) {
        Element element =
                parse("<message %s from='%s' to='%s'>%s</message>".formatted(attributes, from, DOMAIN, content));
        return new Inbound<>(new Message(element, true), Jid.parse(from), Jid.parse(DOMAIN));
    }

    /** A {@code <command/>} with more attributes and content. */
    public static String request(String node, String attributes, String... content) {
        return "<command xmlns='http://jabber.org/protocol/commands' node='%s' %s>%s</command>"
                .formatted(node, attributes, String.join("", content));
    }

    /** A submitted form of that node, with fields as name, value, name, value. */
    public static String form(String node, String... fields) {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            content.append(field(fields[i], fields[i + 1]));
        }
        return formOf(node, content.toString());
    }

    /** A submitted form of that node with those fields, as {@link #field} writes them. */
    public static String formOf(String node, String... fields) {
        String formType = node.equals(Namespaces.SERVER_BUDDY) ? Namespaces.ADMIN : node;
        return "<x xmlns='jabber:x:data' type='submit'>" + field("FORM_TYPE", formType) + String.join("", fields)
                + "</x>";
    }

    public static String field(String var, String... values) {
        StringBuilder field = new StringBuilder("<field var='" + var + "'>");
        for (String value : values) {
            field.append("<value>").append(value).append("</value>");
        }
        return field.append("</field>").toString();
    }

    public static Element one(List<Packet> stanzas) {
        assertThat(stanzas).hasSize(1);
        return reparsed(stanzas.get(0));
    }

    /** The stanza as it would be read again from what was written. */
    public static Element reparsed(Packet stanza) {
        return parse(stanza.getElement().asXML());
    }

    public static Element x(Element parent) {
        return parent.element(X);
    }

    /** The values of a field of a form or an item. */
    public static List<String> values(Element form, String var) {
        return form.elements(FIELD).stream()
                .filter(field -> field.attributeValue("var").equals(var))
                .flatMap(field -> field.elements(VALUE).stream())
                .map(Element::getText)
                .toList();
    }

    /** The rows of a result form. */
    public static List<Element> items(Element x) {
        return x.elements(QName.get("item", Namespaces.DATA_FORMS));
    }

    /** {@code error type/condition/condition of the application}, the last maybe empty. */
    public static String error(Element stanza) {
        assertThat(stanza.attributeValue("type")).as(stanza.asXML()).isEqualTo("error");
        Element error = stanza.element(QName.get("error"));
        assertThat(error).as(stanza.asXML()).isNotNull();
        StringBuilder text = new StringBuilder(error.attributeValue("type"));
        String specific = "";
        for (Element child : error.elements()) {
            if (child.getNamespaceURI().equals(Namespaces.STANZA_ERRORS)
                    && !child.getName().equals("text")) {
                text.append('/').append(child.getName());
            } else if (child.getNamespaceURI().equals(Namespaces.COMMANDS)) {
                specific = child.getName();
            }
        }
        return text.append('/').append(specific).toString();
    }

    public static String errorText(Element stanza) {
        return stanza.element(QName.get("error")).elementText(QName.get("text", Namespaces.STANZA_ERRORS));
    }

    public static Element parse(String xml) {
        try {
            Element root = DocumentHelper.parseText(xml).getRootElement();
            root.detach();
            return root;
        } catch (DocumentException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }
}
