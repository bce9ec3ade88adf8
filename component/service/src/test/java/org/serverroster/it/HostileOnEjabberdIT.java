package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Hostile input through ejabberd")
class HostileOnEjabberdIT extends HostileScenarios {

    HostileOnEjabberdIT() {
        super(ServerKind.EJABBERD);
    }
}
