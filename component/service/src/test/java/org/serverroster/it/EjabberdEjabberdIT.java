package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("ejabberd and ejabberd")
class EjabberdEjabberdIT extends Pairing {

    EjabberdEjabberdIT() {
        super(ServerKind.EJABBERD, ServerKind.EJABBERD);
    }
}
