package org.serverroster.testbed;

import static org.jivesoftware.smack.iqrequest.IQRequestHandler.Mode.sync;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.ConnectionListener;
import org.jivesoftware.smack.SmackConfiguration;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.iqrequest.AbstractIqRequestHandler;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Nonza;
import org.jivesoftware.smack.packet.UnparsedIQ;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.provider.ProviderManager;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.commands.AdHocCommandManager;
import org.jivesoftware.smackx.commands.RemoteCommand;
import org.jivesoftware.smackx.commands.packet.AdHocCommandData;
import org.jivesoftware.smackx.commands.provider.AdHocCommandDataProvider;
import org.jivesoftware.smackx.delay.packet.DelayInformation;
import org.jivesoftware.smackx.delay.provider.DelayInformationProvider;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jivesoftware.smackx.disco.packet.DiscoverInfo;
import org.jivesoftware.smackx.disco.packet.DiscoverItems;
import org.jivesoftware.smackx.disco.provider.DiscoverInfoProvider;
import org.jivesoftware.smackx.disco.provider.DiscoverItemsProvider;
import org.jivesoftware.smackx.xdata.FormField;
import org.jivesoftware.smackx.xdata.form.FillableForm;
import org.jivesoftware.smackx.xdata.packet.DataForm;
import org.jivesoftware.smackx.xdata.provider.DataFormProvider;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;

/**
 * A person's client at a server: logged in through Smack, available, able to run commands like any client and to send
 * any text like an attacker. Several may live in one JVM. Any thread, but one command at a time.
 */
public final class AdminClient implements AutoCloseable {

    /** How long a server or a component may take to answer one request. */
    private static final Duration REPLY = Duration.ofSeconds(20);

    private static final int INBOX_CAPACITY = 10_000;

    private final XMPPTCPConnection connection;
    private final Inbox<Stanza> inbox;

    private AdminClient(XMPPTCPConnection connection, String name) {
        this.connection = connection;
        this.inbox = new Inbox<>("client " + name, INBOX_CAPACITY);
    }

    /**
     * Logs in and sends available presence.
     *
     * @param local the account's local part
     * @param resource which of the account's clients this is
     * @throws AssertionError when the server does not let it in
     */
    public static AdminClient connect(XmppServer server, String local, String password, String resource) {
        prepareSmack();
        XMPPTCPConnection connection = new XMPPTCPConnection(configuration(server, local, password, resource));
        connection.setReplyTimeout(REPLY.toMillis());
        // A stream that is resumed would hide a restart of the server from the test.
        connection.setUseStreamManagement(false);
        AdminClient client = new AdminClient(connection, local + "@" + server.domain());
        connection.addConnectionListener(new ConnectionListener() {
            @Override
            public void connectionClosedOnError(Exception fault) {
                client.inbox.end("the connection broke: " + fault);
            }
        });
        // Synchronous listeners keep the order of arrival.
        connection.addSyncStanzaListener(stanza -> client.inbox.put(Stanza.parse(text(stanza))), stanza -> true);
        connection.addConnectionListener(new ConnectionListener() {
            @Override
            public void connectionClosedOnError(Exception fault) {
                client.inbox.end("the stream broke: " + fault.getMessage());
            }
        });
        // A push of the roster; Smack would send back the whole of what it does not know, and not well-formed.
        connection.registerIQRequestHandler(
                new AbstractIqRequestHandler("query", "jabber:iq:roster", IQ.Type.set, sync) {
                    @Override
                    public IQ handleIQRequest(IQ push) {
                        return IQ.createResultIQ(push);
                    }
                });
        try {
            connection.connect().login();
            return client;
        } catch (XMPPException | SmackException | IOException fault) {
            connection.disconnect();
            throw new AssertionError(local + " cannot log in at " + server.domain() + "\n" + server.logTail(), fault);
        } catch (InterruptedException interrupted) {
            connection.disconnect();
            throw interrupted("log in", interrupted);
        }
    }

    private static XMPPTCPConnectionConfiguration configuration(
            XmppServer server, String local, String password, String resource) {
        try {
            return XMPPTCPConnectionConfiguration.builder()
                    .setXmppDomain(server.domain())
                    .setHostAddress(server.address())
                    .setPort(server.c2sPort())
                    .setSecurityMode(SecurityMode.disabled)
                    .setUsernameAndPassword(local, password)
                    .setResource(resource)
                    .build();
        } catch (XmppStringprepException fault) {
            throw new IllegalArgumentException(server.domain() + "/" + resource, fault);
        }
    }

    /** An IQ that Smack has no class for it does not write out well-formed. */
    private static String text(org.jivesoftware.smack.packet.Stanza stanza) {
        String text = stanza.toXML(XmlEnvironment.EMPTY).toString();
        return stanza instanceof UnparsedIQ unparsed
                ? text.substring(0, text.indexOf("><") + 1) + unparsed.getContent() + "</iq>"
                : text;
    }

    /** The full JID that the server bound. */
    public String jid() {
        return connection.getUser().toString();
    }

    /** Whether it is logged in, as far as it knows: it may not have heard of the stream's end yet. */
    public boolean connected() {
        return connection.isConnected() && connection.isAuthenticated();
    }

    /** Every stanza that arrived and was not yet taken, replies too, as Smack read it and wrote it out again. */
    public Inbox<Stanza> received() {
        return inbox;
    }

    /** Waits for a message from that sender whose body has that text in it. */
    public Stanza awaitMessage(String from, String partOfBody, Duration limit) {
        return inbox.await(
                "message from " + from + " with '" + partOfBody + "'",
                limit,
                stanza -> stanza.name().equals("message")
                        && stanza.from().equals(from)
                        && stanza.text("body").contains(partOfBody));
    }

    /** Sends the text as it is: a stanza, or whatever a hostile client would send. */
    public void sendRaw(String xml) {
        try {
            connection.sendNonza(new RawXml(xml));
        } catch (SmackException.NotConnectedException fault) {
            throw new AssertionError(jid() + " is not connected", fault);
        } catch (InterruptedException interrupted) {
            throw interrupted("send", interrupted);
        }
    }

    /**
     * Sends an IQ of type get or set with a fresh id and waits for its result or error.
     *
     * @param payload the IQ's child as XML, with its namespace
     */
    public Stanza request(String type, String to, String payload) {
        String id = "raw-" + UUID.randomUUID();
        sendRaw("<iq type='" + type + "' id='" + id + "' to='" + to + "'>" + payload + "</iq>");
        return inbox.await(
                "reply of " + to + " to " + payload,
                REPLY,
                stanza -> stanza.name().equals("iq")
                        && stanza.id().equals(id)
                        && stanza.from().equals(to)
                        && (stanza.type().equals("result") || stanza.type().equals("error")));
    }

    /**
     * Runs a command (XEP-0050) that asks for one form, like a client of any make: executes, fills in, completes.
     *
     * @param answers the values of the fields to fill in; the others keep what the form suggests
     * @return the completed command, with its notes and its form
     * @throws XMPPException.XMPPErrorException when the service answers with an error
     */
    public RemoteCommand run(String service, String node, Map<String, List<String>> answers)
            throws XMPPException.XMPPErrorException {
        RemoteCommand command = execute(service, node);
        FillableForm form = new FillableForm(command.getForm());
        answers.forEach((field, values) -> {
            if (values.size() == 1 && form.getField(field).getType() != FormField.Type.list_multi) {
                form.setAnswer(field, values.get(0));
            } else {
                form.setAnswer(field, values);
            }
        });
        return attempt(service, () -> {
            command.complete(form);
            return command;
        });
    }

    /** Executes a command and returns its first stage. */
    public RemoteCommand execute(String service, String node) throws XMPPException.XMPPErrorException {
        return attempt(service, () -> {
            RemoteCommand command =
                    AdHocCommandManager.getAddHocCommandsManager(connection).getRemoteCommand(jid(service), node);
            command.execute();
            return command;
        });
    }

    /** What the entity says that it can do (XEP-0030). */
    public Set<String> features(String entity) throws XMPPException.XMPPErrorException {
        return attempt(
                entity,
                () -> disco().discoverInfo(jid(entity)).getFeatures().stream()
                        .map(DiscoverInfo.Feature::getVar)
                        .collect(Collectors.toSet()));
    }

    /** The nodes of the commands that the entity shows to this client (XEP-0050, 2.1). */
    public Set<String> commands(String entity) throws XMPPException.XMPPErrorException {
        return attempt(
                entity,
                () -> disco().discoverItems(jid(entity), AdHocCommandManager.NAMESPACE).getItems().stream()
                        .map(DiscoverItems.Item::getNode)
                        .collect(Collectors.toSet()));
    }

    /** Logs out. */
    @Override
    public void close() {
        connection.disconnect();
        inbox.end("the client logged out");
    }

    /**
     * Smack loads all its extensions at its first use, and some of them need smack-im, which would put a roster on
     * every connection. So none is loaded, and those few that are used here are named. Smack keeps this for the whole
     * JVM; saying it again changes nothing.
     */
    private static void prepareSmack() {
        // Java's own: Smack does not take a default namespace for one as Aalto tells it, and ends its reader.
        System.setProperty("javax.xml.stream.XMLInputFactory", "com.sun.xml.internal.stream.XMLInputFactoryImpl");
        SmackConfiguration.addDisabledSmackClass("org.jivesoftware.smack.extensions.ExtensionsInitializer");
        ProviderManager.addIQProvider(
                AdHocCommandData.ELEMENT, AdHocCommandData.NAMESPACE, new AdHocCommandDataProvider());
        ProviderManager.addIQProvider(DiscoverInfo.ELEMENT, DiscoverInfo.NAMESPACE, new DiscoverInfoProvider());
        ProviderManager.addIQProvider(DiscoverItems.ELEMENT, DiscoverItems.NAMESPACE, new DiscoverItemsProvider());
        ProviderManager.addExtensionProvider(DataForm.ELEMENT, DataForm.NAMESPACE, new DataFormProvider());
        // Messages that waited for the login carry it.
        ProviderManager.addExtensionProvider(
                DelayInformation.ELEMENT, DelayInformation.NAMESPACE, new DelayInformationProvider());
    }

    private ServiceDiscoveryManager disco() {
        return ServiceDiscoveryManager.getInstanceFor(connection);
    }

    private static Jid jid(String text) {
        try {
            return JidCreate.from(text);
        } catch (XmppStringprepException fault) {
            throw new IllegalArgumentException(text, fault);
        }
    }

    private <T> T attempt(String service, Request<T> request) throws XMPPException.XMPPErrorException {
        try {
            return request.send();
        } catch (SmackException fault) {
            throw new AssertionError(jid() + " got no answer from " + service, fault);
        } catch (XMPPException.XMPPErrorException answered) {
            throw answered;
        } catch (XMPPException fault) {
            throw new AssertionError(jid() + " lost its stream while asking " + service, fault);
        } catch (InterruptedException interrupted) {
            throw interrupted("ask " + service, interrupted);
        }
    }

    private static AssertionError interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new AssertionError("Interrupted: " + what, cause);
    }

    @FunctionalInterface
    private interface Request<T> {
        T send() throws SmackException, XMPPException, InterruptedException;
    }

    /** Text that Smack hands to the socket as it is. */
    private record RawXml(String xml) implements Nonza {

        @Override
        public CharSequence toXML(XmlEnvironment environment) {
            return xml;
        }

        @Override
        public String getElementName() {
            return "raw";
        }

        @Override
        public String getNamespace() {
            return "";
        }

        @Override
        public QName getQName() {
            return new QName("", "raw");
        }
    }
}
