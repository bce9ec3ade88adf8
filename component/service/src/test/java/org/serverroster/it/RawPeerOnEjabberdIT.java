package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Any stanzas through ejabberd")
class RawPeerOnEjabberdIT extends RawPeerScenarios {

    RawPeerOnEjabberdIT() {
        super(ServerKind.EJABBERD);
    }
}
