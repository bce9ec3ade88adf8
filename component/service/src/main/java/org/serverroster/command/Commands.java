package org.serverroster.command;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.serverroster.evidence.Looks;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.xmpp.PeerDomain;

/** The commands that there are, by their node. Immutable; any thread. */
public final class Commands {

    private final Map<String, Command> byNode;

    /** In the order given; no two with the same node. */
    public Commands(List<Command> commands) {
        Map<String, Command> map = new LinkedHashMap<>();
        for (Command command : commands) {
            if (map.put(command.node(), command) != null) {
                throw new IllegalArgumentException("two commands with the node " + command.node());
            }
        }
        byNode = Collections.unmodifiableMap(map);
    }

    /**
     * The server roster's commands.
     *
     * @param rules what the changes follow
     * @param reciprocate whether an approval also asks the peer in turn, unless the form says otherwise
     * @param available whether a peer is available, where that has been heard; asked on any thread
     * @param history where what happened is read
     * @param looks what peers say of themselves
     */
    public static Commands of(
            SubscriptionRules rules,
            boolean reciprocate,
            Function<PeerDomain, Optional<Boolean>> available,
            History history,
            Looks looks) {
        return new Commands(List.of(
                new SubscribeCommand(rules, looks),
                new PendingCommand(looks),
                new ApproveCommand(rules, reciprocate),
                new DenyCommand(rules),
                new RosterCommand(available, looks),
                new EditCommand(rules),
                new UnsubscribeCommand(rules),
                new BlockCommand(rules),
                new UnblockCommand(rules),
                new RemoveCommand(rules),
                new HistoryCommand(history)));
    }

    public Optional<Command> find(String node) {
        return Optional.ofNullable(byNode.get(node));
    }

    /** All, in the order of the menu. */
    public Collection<Command> all() {
        return byNode.values();
    }
}
