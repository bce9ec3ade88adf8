package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Streams that break, on ejabberd")
class LostStreamOnEjabberdIT extends LostStreamScenarios {

    LostStreamOnEjabberdIT() {
        super(ServerKind.EJABBERD, ServerKind.PROSODY);
    }
}
