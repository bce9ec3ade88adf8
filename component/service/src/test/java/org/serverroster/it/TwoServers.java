package org.serverroster.it;

import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers for groups of scenarios. Each scenario begins with both rosters empty. The servers start once, and anew
 * after a scenario that failed: whatever it left behind must not fail the next.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TwoServers implements Scenarios {

    private final Function<Path, Federation> starter;
    private Path folder;
    private int started;
    private boolean failed;
    private Federation federation;

    @RegisterExtension
    final AfterEachCallback watch =
            scenario -> failed = scenario.getExecutionException().isPresent();

    /** @param starter starts both in the folder given */
    TwoServers(Function<Path, Federation> starter) {
        this.starter = starter;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        this.folder = folder;
        start();
    }

    private void start() {
        federation = starter.apply(folder.resolve("federation-" + ++started));
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
