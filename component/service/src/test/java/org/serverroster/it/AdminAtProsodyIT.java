package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("An administrator at Prosody")
class AdminAtProsodyIT extends AdminScenarios {

    AdminAtProsodyIT() {
        super(ServerKind.PROSODY);
    }
}
