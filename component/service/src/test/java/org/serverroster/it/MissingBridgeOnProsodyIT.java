package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("A bridge that is missing on Prosody")
class MissingBridgeOnProsodyIT extends MissingBridge {

    MissingBridgeOnProsodyIT() {
        super(ServerKind.PROSODY);
    }
}
