package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Prosody and ejabberd")
class ProsodyEjabberdIT extends Pairing {

    ProsodyEjabberdIT() {
        super(ServerKind.PROSODY, ServerKind.EJABBERD);
    }
}
