package org.serverroster.testbed.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smackx.commands.AdHocCommandNote;
import org.jivesoftware.smackx.commands.RemoteCommand;
import org.jivesoftware.smackx.xdata.FormField;
import org.jivesoftware.smackx.xdata.packet.DataForm;
import org.serverroster.testbed.AdminClient;
import org.serverroster.testbed.Stanza;

/** How two servers come to trust each other, step by step, on the running scene. One thread. */
final class Story {

    private static final String SUBSCRIBE = "http://jabber.org/protocol/admin#server-buddy";
    private static final String APPROVE = "urn:x-server-roster:admin#approve";
    private static final String ROSTER = "urn:x-server-roster:admin#roster";
    private static final List<String> COLUMNS = List.of("peerjid", "state", "subscription", "available", "since");
    private static final Duration STANZAS = Duration.ofSeconds(30);

    private final Operator montague;
    private final Operator capulet;
    private final ReportDesk reports;
    private final Wire wire;
    private final Narrator narrator;

    Story(Operator montague, Operator capulet, ReportDesk reports, Wire wire, Narrator narrator) {
        this.montague = montague;
        this.capulet = capulet;
        this.reports = reports;
        this.wire = wire;
        this.narrator = narrator;
    }

    /** What the two rosters hold about each other at the end: RFC 3921's name of each subscription, in lower case. */
    record Outcome(String montague, String capulet) {}

    /**
     * Plays it, with the admins logged in.
     *
     * @throws AssertionError at the first step that does not come out as it must
     */
    Outcome play(AdminClient montagueAdmin, AdminClient capuletAdmin) {
        narrator.say(montagueAdmin.jid() + " and " + capuletAdmin.jid() + " are logged in.");
        wire.tell();
        subscribe(montagueAdmin);
        askInVain(capuletAdmin);
        approve(capuletAdmin);
        askAndLearn(capuletAdmin);
        return new Outcome(
                readBack(montague, montagueAdmin, capulet.roster()),
                readBack(capulet, capuletAdmin, montague.roster()));
    }

    private void subscribe(AdminClient admin) {
        narrator.step("The admin of montague.lit runs the command of XEP-0267 for " + capulet.roster()
                + ". The request crosses to capulet.lit, whose admin is told, and may answer by the form or by a"
                + " command.");
        run(montague, admin, SUBSCRIBE, Map.of("peerjid", List.of(capulet.roster())));
        wire.await(
                STANZAS,
                List.of(
                        completion(montague, admin, SUBSCRIBE),
                        presence("subscribe", montague, capulet),
                        notice(capulet)));
    }

    private void approve(AdminClient admin) {
        narrator.step("The admin of capulet.lit approves. That approves the request, asks for the same in return, and"
                + " tells that capulet.lit is there. montague.lit has asked first, so it approves by itself.");
        run(capulet, admin, APPROVE, Map.of("peerjid", List.of(montague.roster())));
        // Each notice follows the change to the roster that it tells of.
        wire.await(
                STANZAS,
                List.of(
                        completion(capulet, admin, APPROVE),
                        notice(montague),
                        notice(capulet),
                        presence("subscribed", capulet, montague),
                        presence("subscribe", capulet, montague),
                        presence("", capulet, montague),
                        presence("subscribed", montague, capulet),
                        presence("", montague, capulet)));
    }

    /** The third component's answer before the approval. */
    private void askInVain(AdminClient admin) {
        narrator.step("Before the approval: " + capulet.admin() + " asks " + ReportDesk.COMPONENT
                + " what happened. That asks the server roster whether capulet.lit is trusted.");
        String said = ask(admin, "It gets nothing");
        Stanza refusal =
                admin.received().await("error", STANZAS, stanza -> stanza.is("message", "error", ReportDesk.COMPONENT));
        narrator.say("");
        narrator.say("The answer before: " + said + ".");
        narrator.say(capulet.admin() + " is answered: error " + refusal.errorCondition() + ".");
    }

    /** And after it. */
    private void askAndLearn(AdminClient admin) {
        narrator.step("After the approval: " + capulet.admin() + " asks " + ReportDesk.COMPONENT
                + " once more, which asks the server roster once more.");
        String said = ask(admin, "it gets the report");
        Stanza report =
                admin.received().await("report", STANZAS, stanza -> stanza.is("message", "chat", ReportDesk.COMPONENT));
        narrator.say("");
        narrator.say("The answer after: " + said + ".");
        narrator.say(capulet.admin() + " is answered: \"" + report.text("body") + "\"");
    }

    private String ask(AdminClient admin, String outcome) {
        admin.sendRaw("<message type='chat' to='" + ReportDesk.COMPONENT + "'><body>What happened?</body></message>");
        wire.await(
                STANZAS,
                List.of(new Wire.Expected(
                        "the verdict on " + capulet.roster(),
                        crossing -> crossing.isVerdict(montague.roster(), ReportDesk.COMPONENT))));
        return reports.awaitLine(outcome);
    }

    /** Reads one roster with the command and returns the subscription of the peer. */
    private String readBack(Operator operator, AdminClient admin, String peer) {
        narrator.step(
                "The admin of " + operator.server().domain() + " reads the roster of " + operator.roster() + " back.");
        RemoteCommand command = run(operator, admin, ROSTER, Map.of());
        wire.await(STANZAS, List.of(completion(operator, admin, ROSTER)));
        List<Map<String, String>> items = items(command.getForm());
        List<List<String>> table = new ArrayList<>(List.of(COLUMNS));
        items.forEach(item -> table.add(
                COLUMNS.stream().map(column -> item.getOrDefault(column, "")).toList()));
        narrator.say("");
        narrator.say("In short:");
        narrator.table(table);
        Map<String, String> item = items.stream()
                .filter(each -> peer.equals(each.get("peerjid")))
                .findAny()
                .orElseThrow(() -> new AssertionError(operator.roster() + " has no item for " + peer));
        require(operator, peer, item, "state", "Both");
        require(operator, peer, item, "available", "true");
        return item.get("subscription").toLowerCase(Locale.ROOT);
    }

    private static void require(Operator operator, String peer, Map<String, String> item, String field, String right) {
        String value = item.getOrDefault(field, "");
        if (!value.equals(right)) {
            throw new AssertionError("the roster of " + operator.roster() + " has " + peer + " with " + field + " '"
                    + value + "' and not '" + right + "'");
        }
    }

    /** Runs a command as an admin's client does; an error note is a failure. */
    private RemoteCommand run(Operator operator, AdminClient admin, String node, Map<String, List<String>> answers) {
        try {
            RemoteCommand command = admin.run(operator.roster(), node, answers);
            String errors = command.getNotes().stream()
                    .filter(note -> note.getType() == AdHocCommandNote.Type.error)
                    .map(AdHocCommandNote::getValue)
                    .collect(Collectors.joining("; "));
            if (!errors.isEmpty()) {
                throw new AssertionError(operator.roster() + " refuses " + node + ": " + errors);
            }
            return command;
        } catch (XMPPException.XMPPErrorException refused) {
            throw new AssertionError(
                    operator.roster() + " answers " + node + " with an error: " + refused.getMessage(), refused);
        }
    }

    private static Wire.Expected presence(String type, Operator from, Operator to) {
        String what = type.isEmpty() ? "available" : type;
        return new Wire.Expected(
                "presence '" + what + "' from " + from.roster() + " to " + to.roster(),
                crossing -> crossing.isPresence(type, from.roster(), to.roster()));
    }

    private static Wire.Expected completion(Operator operator, AdminClient admin, String node) {
        return new Wire.Expected(
                "the end of the command " + node, crossing -> crossing.completes(node, operator.roster(), admin.jid()));
    }

    private static Wire.Expected notice(Operator operator) {
        return new Wire.Expected(
                "a message that tells " + operator.admin(),
                crossing -> crossing.isMessage(operator.desk(), operator.admin()));
    }

    private static List<Map<String, String>> items(DataForm form) {
        return form.getItems().stream()
                .map(item -> item.getFields().stream()
                        .collect(Collectors.toMap(
                                FormField::getFieldName,
                                field -> field.getFirstValue() == null ? "" : field.getFirstValue(),
                                (first, second) -> first)))
                .toList();
    }
}
