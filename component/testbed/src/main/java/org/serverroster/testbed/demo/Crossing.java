package org.serverroster.testbed.demo;

import java.util.stream.Stream;
import org.serverroster.testbed.Stanza;

/**
 * One stanza that crossed the stream between a component and its server.
 *
 * @param time when, in a form whose alphabetical order is the order of time
 * @param component whose stream
 * @param sent whether the component sent it; otherwise it came
 * @param stanza what crossed
 */
record Crossing(String time, String component, boolean sent, Stanza stanza) {

    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String TRUST = "urn:x-server-roster:trust:1";

    /** Whether it is that presence (type empty: available) and came to that domain from that other. */
    boolean isPresence(String type, String from, String to) {
        return !sent && stanza.to().equals(to) && stanza.is("presence", type, from);
    }

    /** Whether the component sent a message to all clients of that account. */
    boolean isMessage(String from, String to) {
        return sent
                && stanza.name().equals("message")
                && stanza.from().equals(from)
                && stanza.to().equals(to);
    }

    /** Whether the component tells that client that the command (XEP-0050) of that node is done. */
    boolean completes(String node, String from, String to) {
        return sent
                && stanza.is("iq", "result", from)
                && stanza.to().equals(to)
                && stanza.find("command", COMMANDS)
                        .filter(command -> command.getAttribute("node").equals(node))
                        .filter(command -> command.getAttribute("status").equals("completed"))
                        .isPresent();
    }

    /** Whether the component answers a trust question of that one's. */
    boolean isVerdict(String from, String to) {
        return sent
                && stanza.is("iq", "result", from)
                && stanza.to().equals(to)
                && stanza.find("trust", TRUST).isPresent();
    }

    /** Between the component and its own server, to see whether the stream lives and the bridge is there. */
    boolean isHousekeeping(String server) {
        boolean toNobody = stanza.name().equals("iq") && stanza.to().isEmpty();
        boolean among = Stream.of(stanza.from(), stanza.to())
                .allMatch(address -> isOfComponent(address) || address.equals(server));
        return toNobody || among && (isOfComponent(stanza.from()) || isOfComponent(stanza.to()));
    }

    private boolean isOfComponent(String address) {
        return address.equals(component) || address.startsWith(component + "/");
    }
}
