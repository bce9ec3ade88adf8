package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("A bridge that is missing on ejabberd")
class MissingBridgeOnEjabberdIT extends MissingBridge {

    MissingBridgeOnEjabberdIT() {
        super(ServerKind.EJABBERD);
    }
}
