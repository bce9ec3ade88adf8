package org.serverroster.config;

/** What a rule does with a peer's request to subscribe. */
public enum ApprovalAction {
    /** Approve it at once. */
    APPROVE,
    /** Keep it, and ask the admins. */
    PROMPT,
    /** Refuse it at once. */
    DENY,
    /** Drop it without an answer. */
    IGNORE
}
