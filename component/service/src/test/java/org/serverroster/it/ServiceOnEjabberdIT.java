package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("The service's process on ejabberd")
class ServiceOnEjabberdIT extends ServiceScenarios {

    ServiceOnEjabberdIT() {
        super(ServerKind.EJABBERD);
    }

    @Override
    String unknownDomainInWords() {
        return "ejabberd says this as well of a component that it does not know";
    }
}
