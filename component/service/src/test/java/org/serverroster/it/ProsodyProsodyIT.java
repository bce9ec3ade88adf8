package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Prosody and Prosody")
class ProsodyProsodyIT extends Pairing {

    ProsodyProsodyIT() {
        super(ServerKind.PROSODY, ServerKind.PROSODY);
    }
}
