package org.serverroster.config;

/**
 * One rule on the requests of some peers. Immutable.
 *
 * @param match the peers it is for
 * @param reciprocate whether an approval by this rule also subscribes to the peer; false unless the rule says so, for a
 *     rule is no admin asking
 */
public record ApprovalRule(DomainPattern match, ApprovalAction action, boolean reciprocate) {}
