package org.serverroster.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackConfiguration;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.provider.ProviderManager;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.commands.AdHocCommand;
import org.jivesoftware.smackx.commands.packet.AdHocCommandData;
import org.jivesoftware.smackx.commands.provider.AdHocCommandDataProvider;
import org.jivesoftware.smackx.xdata.packet.DataForm;
import org.jivesoftware.smackx.xdata.provider.DataFormProvider;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;
import org.serverroster.xmpp.Namespaces;

/**
 * A login with Smack. It sends no presence: the server would take the administrator for being there, and hand to this
 * program, which shows nobody a message, what it keeps for him.
 *
 * <p>Of one thread; Smack reads and writes on its own.
 */
final class SmackSession implements Session {

    private static final String SCRAM = "SCRAM-SHA-1";
    private static final String PLAIN = "PLAIN";

    /** Whatever goes wrong is told by an exception. Held, for the logging would forget the level with the logger. */
    private static final Logger SMACK_LOG = Logger.getLogger("org.jivesoftware");

    private final Target target;
    private final XMPPTCPConnection connection;
    private final Jid service;

    private SmackSession(Target target, XMPPTCPConnection connection, Jid service) {
        this.target = target;
        this.connection = connection;
        this.service = service;
    }

    /** Logs in. */
    static Session open(Target target) throws CliException {
        prepareSmack();
        XMPPTCPConnection connection;
        Jid service;
        try {
            service = JidCreate.from(target.service().toString());
            connection = new XMPPTCPConnection(configuration(target));
        } catch (XmppStringprepException e) {
            throw CliException.usage("no address that can be used: " + e.getMessage());
        }
        connection.setReplyTimeout(target.timeout().toMillis());
        connection.setUseStreamManagement(false);
        try {
            connection.connect().login();
            return new SmackSession(target, connection, service);
        } catch (SmackException | XMPPException | IOException e) {
            connection.instantShutdown();
            throw SmackFailures.ofLogin(e, target);
        } catch (InterruptedException e) {
            connection.instantShutdown();
            throw interrupted();
        }
    }

    /**
     * Smack loads all its extensions at its first use, and some of them need smack-im, which would put a roster on the
     * connection. So none is loaded, and those few that are used here are named.
     */
    private static void prepareSmack() {
        SMACK_LOG.setLevel(Level.OFF);
        // Java's own: Smack does not take a default namespace for one as Aalto, which the daemon reads with, tells it.
        System.setProperty("javax.xml.stream.XMLInputFactory", "com.sun.xml.internal.stream.XMLInputFactoryImpl");
        SmackConfiguration.addDisabledSmackClass("org.jivesoftware.smack.extensions.ExtensionsInitializer");
        ProviderManager.addIQProvider(
                AdHocCommandData.ELEMENT, AdHocCommandData.NAMESPACE, new AdHocCommandDataProvider());
        ProviderManager.addExtensionProvider(DataForm.ELEMENT, DataForm.NAMESPACE, new DataFormProvider());
        ProviderManager.addIQProvider(TrustIq.ELEMENT, Namespaces.TRUST, new TrustIq.Provider());
    }

    private static XMPPTCPConnectionConfiguration configuration(Target target)
            throws XmppStringprepException, CliException {
        XMPPTCPConnectionConfiguration.Builder builder = XMPPTCPConnectionConfiguration.builder()
                .setXmppDomain(target.account().domain().toString())
                .setUsernameAndPassword(
                        target.account().local(), target.password().reveal())
                .setLanguage(Locale.ENGLISH)
                .setSendPresence(false)
                .setConnectTimeout((int) target.timeout().toMillis())
                // Where TLS has to be, the password may be told to the server, which knows it; and where it is known
                // not to leave this machine. Elsewhere nobody may read it off the wire.
                .addEnabledSaslMechanism(target.tls() == Tls.OFF_ANYWHERE ? List.of(SCRAM) : List.of(SCRAM, PLAIN));
        if (target.tls() == Tls.REQUIRED) {
            target.server().ifPresent(server -> builder.setHost(server.host()).setPort(server.port()));
            return builder.setSecurityMode(SecurityMode.required).build();
        }
        Target.Server server = target.server()
                .orElse(new Target.Server(target.account().domain().toString(), Target.Server.CLIENT_PORT));
        // By the very address that was looked at: a second look-up might find another.
        return builder.setHostAddress(plainAddress(server, target.tls()))
                .setPort(server.port())
                .setSecurityMode(SecurityMode.disabled)
                .build();
    }

    private static InetAddress plainAddress(Target.Server server, Tls tls) throws CliException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(server.host());
        } catch (UnknownHostException e) {
            throw new CliException(ExitCode.UNAVAILABLE, "cannot reach " + server + ": no such host is known");
        }
        boolean here = Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress);
        if (!here && tls == Tls.OFF) {
            throw CliException.usage("--tls off is for a server on this machine, and " + server.host()
                    + " is another; should it be all the same, say --tls " + Tls.OFF_ANYWHERE);
        }
        return addresses[0];
    }

    @Override
    public Answer run(String node, Map<String, List<String>> fields) throws CliException {
        AdHocCommandData command = command(node, AdHocCommand.Action.execute);
        command.setForm(SmackForms.submission(Nodes.formType(node), fields));
        return SmackForms.answer(ask(command));
    }

    @Override
    public Answer complete(String node, String open, Map<String, List<String>> fields) throws CliException {
        AdHocCommandData command = command(node, AdHocCommand.Action.complete);
        command.setSessionID(open);
        command.setForm(SmackForms.submission(Nodes.formType(node), fields));
        return SmackForms.answer(ask(command));
    }

    @Override
    public void cancel(String node, String open) throws CliException {
        AdHocCommandData command = command(node, AdHocCommand.Action.cancel);
        command.setSessionID(open);
        ask(command);
    }

    @Override
    public List<Verdict> trust(List<String> jids) throws CliException {
        TrustIq question = TrustIq.question(jids);
        question.setTo(service);
        TrustIq answer = ask(question, TrustIq.class);
        if (answer.answers().size() != jids.size()) {
            throw new CliException(
                    ExitCode.PROTOCOL,
                    jids.size() + " questions, and " + answer.answers().size() + " answers");
        }
        return answer.answers();
    }

    private AdHocCommandData command(String node, AdHocCommand.Action action) {
        AdHocCommandData command = new AdHocCommandData();
        command.setType(IQ.Type.set);
        command.setTo(service);
        command.setNode(node);
        command.setAction(action);
        return command;
    }

    private AdHocCommandData ask(AdHocCommandData command) throws CliException {
        return ask(command, AdHocCommandData.class);
    }

    private <T extends IQ> T ask(IQ question, Class<T> type) throws CliException {
        try {
            IQ answer = connection.sendIqRequestAndWaitForResponse(question);
            if (!type.isInstance(answer)) {
                throw new CliException(ExitCode.PROTOCOL, target.service() + " gave an answer that says nothing");
            }
            return type.cast(answer);
        } catch (SmackException | XMPPException e) {
            throw SmackFailures.ofRequest(e, target);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static CliException interrupted() {
        Thread.currentThread().interrupt();
        return new CliException(ExitCode.LATER, "interrupted");
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
