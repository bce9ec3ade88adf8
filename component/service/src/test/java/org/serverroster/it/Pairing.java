package org.serverroster.it;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.ServerKind;

/** All scenarios with two servers of the kinds given, which start once. Each begins with both rosters empty. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Pairing implements HandshakeScenarios, EndingScenarios, RestartScenarios, AbsenceScenarios {

    private final ServerKind here;
    private final ServerKind there;
    private Federation federation;

    Pairing(ServerKind here, ServerKind there) {
        this.here = here;
        this.there = there;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        federation = Federation.start(here, there, folder);
    }

    @AfterAll
    void stop() {
        if (federation != null) {
            federation.close();
        }
    }

    @BeforeEach
    void fromNone() {
        federation.partCompany();
    }

    @Override
    public Federation federation() {
        return federation;
    }
}
