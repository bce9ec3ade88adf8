package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.it.Launcher.Result;
import org.serverroster.testbed.Stanza;

/**
 * What scenarios of the administrator's command line have in common: one server with the service and a peer, and a roster
 * that is empty before each. Of the test's thread.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CommandLineScenarios {

    static final String PEER = CommandLineBed.PEER;

    private Path folder;
    private CommandLineBed bed;
    private Launcher launcher;

    @BeforeAll
    final void start(@TempDir Path folder) {
        this.folder = folder;
        bed = CommandLineBed.start(folder);
        launcher = bed.launcher();
    }

    @AfterAll
    final void stop() {
        if (bed != null) {
            bed.close();
        }
    }

    /** By the administrator's own means, as all else here. A block would keep the item, so it goes first. */
    @BeforeEach
    final void clear() throws Exception {
        runAbout(bed.side().table().states().keySet(), "unblock");
        runAbout(bed.side().table().states().keySet(), "remove", "--revoke");
        assertThat(bed.side().table().states()).isEmpty();
        // What that sent to the peer is not of the scenario.
        settle();
        bed.peer().received().clear();
    }

    private void runAbout(Set<String> peers, String... command) {
        if (!peers.isEmpty()) {
            assertThat(run(Stream.concat(Stream.of(command), peers.stream()).toArray(String[]::new))
                            .exitCode())
                    .isZero();
        }
    }

    final CommandLineBed bed() {
        return bed;
    }

    final Launcher launcher() {
        return launcher;
    }

    final Path folder() {
        return folder;
    }

    final Result run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** On this machine, and so without TLS. */
    final Result run(Map<String, String> environment, String... arguments) {
        return launcher.run(environment, withoutTls(arguments));
    }

    final void runWell(String... arguments) {
        Result result = run(arguments);
        assertThat(result.exitCode()).as("%s", result).isZero();
    }

    static String[] withoutTls(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--tls", "off"));
        return all.toArray(String[]::new);
    }

    static Config json(Result result) {
        return ConfigFactory.parseString(result.out());
    }

    final Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    /** The peer sends a presence of that type to the service. */
    final void peerSends(String type, String content) {
        bed.peer()
                .send("<presence type='%s' to='%s'>%s</presence>"
                        .formatted(type, bed.side().component(), content));
    }

    /** The peer asks, and the service has it. */
    final void peerAsks() {
        peerSends("subscribe", "<status>let us be friends</status>");
        try {
            bed.side().table().awaitState(PEER, "None + Pending In");
        } catch (AssertionError none) {
            throw new AssertionError(
                    none.getMessage() + "\nThe peer received "
                            + bed.peer().received().contents() + bed.side().newestLines(),
                    none);
        }
    }

    /** Until the peer has all that the service sent before, and the service all that the peer did. */
    final void settle() {
        bed.peer().ping(bed.side().component(), Side.PATIENCE);
    }

    /** The types of the presences that the service sent to the peer since this was asked last, in order. */
    final List<String> toPeer() {
        settle();
        List<String> types = bed.peer().received().contents().stream()
                .filter(stanza -> stanza.name().equals("presence"))
                .filter(stanza -> stanza.from().equals(bed.side().component()))
                .map(Stanza::type)
                .toList();
        bed.peer().received().clear();
        return types;
    }
}
