package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Hostile input through Prosody")
class HostileOnProsodyIT extends HostileScenarios {

    HostileOnProsodyIT() {
        super(ServerKind.PROSODY);
    }
}
