package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("What a peer is owed, on Prosody")
class OwedOnProsodyIT extends OwedScenarios {

    OwedOnProsodyIT() {
        super(ServerKind.PROSODY);
    }
}
