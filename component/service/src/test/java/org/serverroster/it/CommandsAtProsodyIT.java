package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Two administrators at Prosody")
class CommandsAtProsodyIT extends Commanding {

    CommandsAtProsodyIT() {
        super(ServerKind.PROSODY);
    }
}
