package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Readers at ejabberd")
class ReaderOnEjabberdIT extends ReaderScenarios {

    ReaderOnEjabberdIT() {
        super(ServerKind.EJABBERD);
    }
}
