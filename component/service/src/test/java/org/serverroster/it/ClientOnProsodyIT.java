package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Programs that use the client library, on Prosody")
class ClientOnProsodyIT extends ClientScenarios {

    ClientOnProsodyIT() {
        super(ServerKind.PROSODY);
    }
}
