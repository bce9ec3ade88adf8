package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("montague.lit and capulet.lit themselves, on Prosody and ejabberd")
class BareProsodyEjabberdIT extends BarePairing {

    BareProsodyEjabberdIT() {
        super(ServerKind.PROSODY, ServerKind.EJABBERD);
    }
}
