package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("What a peer is owed, on ejabberd")
class OwedOnEjabberdIT extends OwedScenarios {

    OwedOnEjabberdIT() {
        super(ServerKind.EJABBERD);
    }
}
