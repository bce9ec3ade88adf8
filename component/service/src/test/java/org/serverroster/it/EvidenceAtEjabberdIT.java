package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Evidence at ejabberd, about a peer at Prosody")
class EvidenceAtEjabberdIT extends EvidenceScenarios {

    EvidenceAtEjabberdIT() {
        super(ServerKind.EJABBERD, ServerKind.PROSODY);
    }
}
