package org.serverroster.xmpp;

/** Every XML namespace and feature that this program reads or writes, each with its specification's title. */
public final class Namespaces {

    /** RFC 6120, Extensible Messaging and Presence Protocol: Core, section 4.8.1: the stream's own elements. */
    public static final String STREAM = "http://etherx.jabber.org/streams";

    /** XEP-0114, Jabber Component Protocol: the content of a stream that the component opened. */
    public static final String COMPONENT_ACCEPT = "jabber:component:accept";

    /** RFC 6120, section 4.9.2: conditions of stream errors. */
    public static final String STREAM_ERRORS = "urn:ietf:params:xml:ns:xmpp-streams";

    /** RFC 6120, section 8.3.2: conditions of stanza errors. */
    public static final String STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    /** XEP-0267, Server Buddies: the feature that says it all. */
    public static final String SERVER_PRESENCE = "urn:xmpp:server-presence";

    /** XEP-0133, Service Administration: FORM_TYPE of the subscribe command's form. */
    public static final String ADMIN = "http://jabber.org/protocol/admin";

    /** XEP-0267, Server Buddies, section 2: the node of the subscribe command. */
    public static final String SERVER_BUDDY = ADMIN + "#server-buddy";

    /** This program's own commands: their node is this and the command's name. */
    public static final String ROSTER_ADMIN = "urn:x-server-roster:admin#";

    /** This program's own: whether a domain is trusted, asked by other components. */
    public static final String TRUST = "urn:x-server-roster:trust:1";

    /** RFC 3921, section 7, Roster Management; its versions as in RFC 6121, section 2.6. */
    public static final String ROSTER = "jabber:iq:roster";

    /** XEP-0050, Ad-Hoc Commands. */
    public static final String COMMANDS = "http://jabber.org/protocol/commands";

    /** XEP-0004, Data Forms. */
    public static final String DATA_FORMS = "jabber:x:data";

    /** XEP-0030, Service Discovery: what an entity is and can do. */
    public static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";

    /** XEP-0030, Service Discovery: what an entity offers. */
    public static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";

    /** XEP-0012, Last Activity: of a component, its uptime. */
    public static final String LAST_ACTIVITY = "jabber:iq:last";

    /** XEP-0092, Software Version. */
    public static final String VERSION = "jabber:iq:version";

    /** XEP-0157, Contact Addresses for XMPP Services: FORM_TYPE of the form in disco#info. */
    public static final String SERVER_INFO = "http://jabber.org/network/serverinfo";

    /** XEP-0199, XMPP Ping. */
    public static final String PING = "urn:xmpp:ping";

    private Namespaces() {}
}
