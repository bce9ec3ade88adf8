package org.serverroster.testbed;

import java.net.InetAddress;

/** A real XMPP server that listens on a loopback address of its own and federates with the others of its network. */
public interface XmppServer extends AutoCloseable {

    /** The server's own domain. */
    String domain();

    /** Where it listens. */
    InetAddress address();

    /** Where clients log in, without TLS. */
    int c2sPort();

    /**
     * Where the component of that domain attaches (XEP-0114).
     *
     * @throws IllegalArgumentException for a domain that is not in the server's plan
     */
    int componentPort(String componentDomain);

    /** What the component of that domain proves itself with. */
    String secret(String componentDomain);

    /** Changes what the server expects of a component, from the next start on. */
    void changeSecret(String componentDomain, String secret);

    /** Installs the bridge that lets a component speak for the server's own domain, from the next start on. */
    void installBridge(String componentDomain);

    /** Starts it on the data it left; returns when all its ports accept connections. */
    void start();

    /** Stops it in order (SIGTERM) and waits for its end. */
    void stop();

    /** Ends it without warning (SIGKILL), as a crash would. */
    void kill();

    /** Stops in order and starts again on the same data and ports. */
    default void restart() {
        stop();
        start();
    }

    /** Whether its process runs. */
    boolean running();

    /** Creates an account while the server runs; it stays across restarts. */
    void addUser(String local, String password);

    /** The newest lines that the server wrote, for failure messages. */
    String logTail();

    /** Stops it if it runs. */
    @Override
    void close();
}
