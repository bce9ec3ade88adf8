package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("montague.lit and capulet.lit themselves, on Prosody and Prosody")
class BareProsodyProsodyIT extends BarePairing {

    BareProsodyProsodyIT() {
        super(ServerKind.PROSODY, ServerKind.PROSODY);
    }
}
