package org.serverroster.it;

import java.io.IOException;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackConfiguration;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;
import org.serverroster.testbed.XmppServer;

/** A program that logs in with Smack, to use the client library. Of the test's thread. */
final class SmackReader implements AutoCloseable {

    private final XMPPTCPConnection connection;

    private SmackReader(XMPPTCPConnection connection) {
        this.connection = connection;
    }

    /** One that has not logged in yet. */
    static SmackReader of(XmppServer server, String local, String password) {
        // As the testbed does: extensions would want smack-im.
        SmackConfiguration.addDisabledSmackClass("org.jivesoftware.smack.extensions.ExtensionsInitializer");
        try {
            XMPPTCPConnection connection = new XMPPTCPConnection(XMPPTCPConnectionConfiguration.builder()
                    .setXmppDomain(server.domain())
                    .setHostAddress(server.address())
                    .setPort(server.c2sPort())
                    .setSecurityMode(SecurityMode.disabled)
                    .setUsernameAndPassword(local, password)
                    .setResource("program")
                    .build());
            connection.setReplyTimeout(Side.PATIENCE.toMillis());
            connection.setUseStreamManagement(false);
            return new SmackReader(connection);
        } catch (XmppStringprepException fault) {
            throw new IllegalArgumentException(local, fault);
        }
    }

    XMPPTCPConnection connection() {
        return connection;
    }

    static Jid jid(String text) {
        return JidCreate.fromOrThrowUnchecked(text);
    }

    void login() {
        try {
            connection.connect();
            connection.login();
        } catch (XMPPException | SmackException | IOException fault) {
            throw new AssertionError("The reader cannot log in", fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", interrupted);
        }
    }

    /** Ends the socket without a word to the server, as a lost network would. */
    void cut() {
        connection.instantShutdown();
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
