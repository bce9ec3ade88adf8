package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("What heals of what a peer's server lost, on ejabberd")
class HealingOnEjabberdIT extends HealingScenarios {

    HealingOnEjabberdIT() {
        super(ServerKind.EJABBERD);
    }
}
