package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Programs that use the client library, on ejabberd")
class ClientOnEjabberdIT extends ClientScenarios {

    ClientOnEjabberdIT() {
        super(ServerKind.EJABBERD);
    }
}
