package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Streams that break, on Prosody")
class LostStreamOnProsodyIT extends LostStreamScenarios {

    LostStreamOnProsodyIT() {
        super(ServerKind.PROSODY, ServerKind.EJABBERD);
    }
}
