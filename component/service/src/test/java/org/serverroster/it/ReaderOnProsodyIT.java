package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Readers at Prosody")
class ReaderOnProsodyIT extends ReaderScenarios {

    ReaderOnProsodyIT() {
        super(ServerKind.PROSODY);
    }
}
