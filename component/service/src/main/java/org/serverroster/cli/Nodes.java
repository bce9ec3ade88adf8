package org.serverroster.cli;

import org.serverroster.xmpp.Namespaces;

/** The service's commands by the words of the command line. */
final class Nodes {

    static final String SUBSCRIBE = Namespaces.SERVER_BUDDY;
    static final String PENDING = Namespaces.ROSTER_ADMIN + "pending";
    static final String APPROVE = Namespaces.ROSTER_ADMIN + "approve";
    static final String DENY = Namespaces.ROSTER_ADMIN + "deny";
    static final String ROSTER = Namespaces.ROSTER_ADMIN + "roster";
    static final String EDIT = Namespaces.ROSTER_ADMIN + "edit";
    static final String UNSUBSCRIBE = Namespaces.ROSTER_ADMIN + "unsubscribe";
    static final String BLOCK = Namespaces.ROSTER_ADMIN + "block";
    static final String UNBLOCK = Namespaces.ROSTER_ADMIN + "unblock";
    static final String REMOVE = Namespaces.ROSTER_ADMIN + "remove";
    static final String HISTORY = Namespaces.ROSTER_ADMIN + "history";

    private Nodes() {}

    /** The FORM_TYPE of the command's form: the node's own, but for XEP-0267's. */
    static String formType(String node) {
        return node.equals(SUBSCRIBE) ? Namespaces.ADMIN : node;
    }
}
