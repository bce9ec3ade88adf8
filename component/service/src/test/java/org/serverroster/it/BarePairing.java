package org.serverroster.it;

import org.serverroster.testbed.ServerKind;

/** Scenarios with two servers of the kinds given, each with the bridge: the rosters are those of the servers themselves. */
abstract class BarePairing extends TwoServers
        implements BareScenarios, StrangerScenarios, HandshakeScenarios, EndingScenarios {

    BarePairing(ServerKind here, ServerKind there) {
        super(folder -> Federation.startBare(here, there, folder));
    }
}
