package org.serverroster.it;

import org.serverroster.testbed.ServerKind;

/** All scenarios with two servers of the kinds given, whose services keep the rosters of their own components. */
abstract class Pairing extends TwoServers
        implements DiscoveryScenarios, HandshakeScenarios, EndingScenarios, RestartScenarios, AbsenceScenarios {

    Pairing(ServerKind here, ServerKind there) {
        super(folder -> Federation.start(here, there, folder));
    }
}
