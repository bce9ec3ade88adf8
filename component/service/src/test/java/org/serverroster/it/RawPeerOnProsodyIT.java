package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Any stanzas through Prosody")
class RawPeerOnProsodyIT extends RawPeerScenarios {

    RawPeerOnProsodyIT() {
        super(ServerKind.PROSODY);
    }
}
