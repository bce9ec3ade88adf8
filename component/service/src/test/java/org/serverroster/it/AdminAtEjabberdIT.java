package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("An administrator at ejabberd")
class AdminAtEjabberdIT extends AdminScenarios {

    AdminAtEjabberdIT() {
        super(ServerKind.EJABBERD);
    }
}
