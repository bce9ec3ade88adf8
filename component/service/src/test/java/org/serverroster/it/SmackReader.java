package org.serverroster.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackConfiguration;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.XmppServer;

/** A program that logs in with Smack, to use the client library. Of the test's thread. */
final class SmackReader implements AutoCloseable {

    private final XMPPTCPConnection connection;
    private final Sockets sockets;

    /** Remembers the newest socket, to end it without Smack knowing. */
    private static final class Sockets extends SocketFactory {

        private volatile Socket newest;

        @Override
        public Socket createSocket() {
            newest = new Socket();
            return newest;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("Smack connects them itself");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            return createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            return createSocket(host.getHostAddress(), port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
            return createSocket(host, port);
        }
    }

    private SmackReader(XMPPTCPConnection connection, Sockets sockets) {
        this.connection = connection;
        this.sockets = sockets;
    }

    /** One that has not logged in yet. */
    static SmackReader of(XmppServer server, String local, String password) {
        // As the testbed does: extensions would want smack-im.
        SmackConfiguration.addDisabledSmackClass("org.jivesoftware.smack.extensions.ExtensionsInitializer");
        Sockets sockets = new Sockets();
        try {
            XMPPTCPConnection connection = new XMPPTCPConnection(XMPPTCPConnectionConfiguration.builder()
                    .setXmppDomain(server.domain())
                    .setHostAddress(server.address())
                    .setPort(server.c2sPort())
                    .setSecurityMode(SecurityMode.disabled)
                    .setUsernameAndPassword(local, password)
                    .setResource("program")
                    .setSocketFactory(sockets)
                    .build());
            connection.setReplyTimeout(Side.PATIENCE.toMillis());
            connection.setUseStreamManagement(false);
            return new SmackReader(connection, sockets);
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

    /**
     * Logs in after the connection was cut, and as a program does that lost it, until it is in: what Smack had still to
     * write can come before the new stream's header, and then the server ends that.
     */
    void loginAgain() {
        Await.until(
                Side.PATIENCE,
                () -> {
                    try {
                        login();
                    } catch (AssertionError refused) {
                        connection.instantShutdown();
                    }
                    return connection.isAuthenticated();
                },
                () -> "The reader does not come back");
    }

    /** Ends the socket without a word to the server, as a lost network would. */
    void cut() {
        try {
            sockets.newest.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Gives the connection up, of which Smack tells no listener. */
    void giveUp() {
        connection.instantShutdown();
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
