package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("montague.lit and capulet.lit themselves, on ejabberd and ejabberd")
class BareEjabberdEjabberdIT extends BarePairing {

    BareEjabberdEjabberdIT() {
        super(ServerKind.EJABBERD, ServerKind.EJABBERD);
    }
}
