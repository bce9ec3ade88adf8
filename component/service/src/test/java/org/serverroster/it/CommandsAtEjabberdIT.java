package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Two administrators at ejabberd")
class CommandsAtEjabberdIT extends Commanding {

    CommandsAtEjabberdIT() {
        super(ServerKind.EJABBERD);
    }
}
