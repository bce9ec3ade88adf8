package org.serverroster.it;

/** The commands' names on the wire, as a client knows them. */
final class Nodes {

    static final String SUBSCRIBE = "http://jabber.org/protocol/admin#server-buddy";
    static final String PENDING = "urn:x-server-roster:admin#pending";
    static final String APPROVE = "urn:x-server-roster:admin#approve";
    static final String DENY = "urn:x-server-roster:admin#deny";
    static final String ROSTER = "urn:x-server-roster:admin#roster";
    static final String UNSUBSCRIBE = "urn:x-server-roster:admin#unsubscribe";
    static final String BLOCK = "urn:x-server-roster:admin#block";

    static final String UNBLOCK = "urn:x-server-roster:admin#unblock";
    static final String EDIT = "urn:x-server-roster:admin#edit";
    static final String REMOVE = "urn:x-server-roster:admin#remove";
    static final String HISTORY = "urn:x-server-roster:admin#history";

    private Nodes() {}
}
