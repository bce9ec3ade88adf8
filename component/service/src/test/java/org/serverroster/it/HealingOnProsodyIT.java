package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("What heals of what a peer's server lost, on Prosody")
class HealingOnProsodyIT extends HealingScenarios {

    HealingOnProsodyIT() {
        super(ServerKind.PROSODY);
    }
}
