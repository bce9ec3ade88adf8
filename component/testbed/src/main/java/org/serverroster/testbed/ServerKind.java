package org.serverroster.testbed;

import java.nio.file.Path;

/** The servers that can be run here, for tests that are the same on each. */
public enum ServerKind {
    PROSODY,
    EJABBERD;

    /**
     * A server that is not started yet; its names are known to the network from here on.
     *
     * @param folder gets a folder for this server's configuration, data and log
     */
    public XmppServer create(ServerPlan plan, LoopbackNetwork network, Path folder) {
        return switch (this) {
            case PROSODY -> ProsodyServer.create(plan, network, folder);
            case EJABBERD -> EjabberdServer.create(plan, network, folder);
        };
    }
}
