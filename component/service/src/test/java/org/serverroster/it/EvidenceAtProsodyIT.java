package org.serverroster.it;

import org.junit.jupiter.api.DisplayName;
import org.serverroster.testbed.ServerKind;

@DisplayName("Evidence at Prosody, about a peer at ejabberd")
class EvidenceAtProsodyIT extends EvidenceScenarios {

    EvidenceAtProsodyIT() {
        super(ServerKind.PROSODY, ServerKind.EJABBERD);
    }
}
