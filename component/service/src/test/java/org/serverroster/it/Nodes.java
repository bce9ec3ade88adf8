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

    private Nodes() {}
}
