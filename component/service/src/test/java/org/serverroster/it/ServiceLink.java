package org.serverroster.it;

import java.net.InetSocketAddress;
import org.serverroster.testbed.FaultyLink;
import org.serverroster.testbed.FaultyLink.Direction;

/**
 * The way from a service to its server, which can hold back what the service writes while the service still hears the
 * server: the administrator speaks, the change is committed, and nothing of it arrives. Any thread.
 */
final class ServiceLink implements AutoCloseable {

    private final Side side;
    private final FaultyLink link;
    private final Object change = new Object();
    private boolean holding;
    private boolean held;

    ServiceLink(Side side) {
        this.side = side;
        this.link = FaultyLink.open(
                side.server().address(),
                new InetSocketAddress(side.server().address(), side.server().componentPort(side.component())),
                this::carried);
    }

    /** Starts the service so that it goes this way. */
    void startService() {
        String direct = "port = " + side.server().componentPort(side.component());
        side.startService(side.configuration(side.secret()).replace(direct, "port = " + link.port()));
    }

    /** From when this returns, nothing that the service writes arrives; it has written something that did not. */
    void hold() {
        synchronized (change) {
            holding = true;
        }
        // Whatever is written first is the last to pass; if nothing else is, the answer to this.
        side.say("help");
        synchronized (change) {
            while (!held) {
                await();
            }
        }
    }

    /** What was held back goes on. */
    void release() {
        synchronized (change) {
            holding = false;
            change.notifyAll();
        }
    }

    /** What was held back is lost, and the service finds its stream broken. */
    void cut() {
        link.cut();
        release();
    }

    /** The same, and no other connection comes about until {@link #accept}. */
    void cutAndRefuse() {
        link.refuse(true);
        cut();
    }

    void accept() {
        link.refuse(false);
    }

    /** The service's next stanza arrives in part, and the stream ends there. */
    void cutInNextStanza() {
        link.cutInStanza(Direction.TO_SERVER, 5);
    }

    private void carried(Direction direction, byte[] bytes, int length) {
        if (direction == Direction.TO_SERVER) {
            synchronized (change) {
                while (holding) {
                    held = true;
                    change.notifyAll();
                    await();
                }
                held = false;
            }
        }
    }

    private void await() {
        try {
            change.wait();
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while a link is held", e);
        }
    }

    @Override
    public void close() {
        release();
        link.close();
    }
}
