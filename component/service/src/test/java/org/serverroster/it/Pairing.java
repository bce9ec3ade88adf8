package org.serverroster.it;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.ServerKind;

/**
 * All scenarios with two servers of the kinds given. Each begins with both rosters empty. The servers start once, and
 * anew after a scenario that failed: whatever it left behind must not fail the next.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Pairing
        implements DiscoveryScenarios, HandshakeScenarios, EndingScenarios, RestartScenarios, AbsenceScenarios {

    private final ServerKind here;
    private final ServerKind there;
    private Path folder;
    private int started;
    private boolean failed;
    private Federation federation;

    @RegisterExtension
    final AfterEachCallback watch =
            scenario -> failed = scenario.getExecutionException().isPresent();

    Pairing(ServerKind here, ServerKind there) {
        this.here = here;
        this.there = there;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        this.folder = folder;
        start();
    }

    private void start() {
        federation = Federation.start(here, there, folder.resolve("federation-" + ++started));
    }

    @AfterAll
    void stop() {
        if (federation != null) {
            federation.close();
            federation.assertNothingWentWrong();
        }
    }

    @BeforeEach
    void fromNone() {
        if (!failed) {
            federation.partCompany();
            return;
        }
        // Close can fail once more, or the start: then the next scenario tries again.
        Federation broken = federation;
        federation = null;
        if (broken != null) {
            broken.close();
        }
        start();
    }

    @Override
    public Federation federation() {
        return federation;
    }
}
