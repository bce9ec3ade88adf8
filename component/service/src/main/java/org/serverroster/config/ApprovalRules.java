package org.serverroster.config;

import java.util.List;
import org.serverroster.xmpp.PeerDomain;

/** What becomes of a peer's request to subscribe: the first rule that matches the peer says. Immutable. */
public record ApprovalRules(List<ApprovalRule> rules) {

    private static final ApprovalRule OTHERWISE = new ApprovalRule(DomainPattern.ANY, ApprovalAction.PROMPT, false);

    public ApprovalRules {
        rules = List.copyOf(rules);
    }

    /** The rule for that peer; where none matches, the admins are asked. */
    public ApprovalRule ruleFor(PeerDomain peer) {
        for (ApprovalRule rule : rules) {
            if (rule.match().matches(peer)) {
                return rule;
            }
        }
        return OTHERWISE;
    }
}
