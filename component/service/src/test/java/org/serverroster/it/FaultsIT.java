package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.ServiceProcess;
import org.serverroster.testbed.faults.FaultRun;
import org.serverroster.testbed.faults.Report;
import org.serverroster.testbed.faults.Services;
import org.serverroster.testbed.faults.Settings;

/** A short run of what {@code component/bin/faults} does for minutes. */
class FaultsIT {

    private static final Duration SHORT = Duration.ofSeconds(35);

    /** Of no meaning; that of a run that lost something takes its place here while its fault is looked for. */
    private static final long SEED = 4711;

    @TempDir
    Path folder;

    @Test
    @DisplayName(
            "Processes are killed, servers restarted, databases stopped and connections cut: at the end both rosters"
                    + " are each the mirror image of the other, and every confirmed decision is in force")
    void nothing_is_lost() throws InterruptedException {
        Report report = FaultRun.run(Settings.of(SHORT, SEED), folder, fromClassPath(), System.out);

        report.lines().forEach(System.out::println);
        assertThat(report.confirmed()).isPositive();
        assertThat(report.faults()).isNotEmpty();
        assertThat(report.lost()).isEmpty();
    }

    private static Services fromClassPath() {
        return (name, folder, configuration) -> {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            // For a process that lives for seconds.
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.serverroster.Main"));
            command.addAll(List.of("run", "--config", configuration.toString()));
            return ServiceProcess.start(name, command, Map.of(), folder);
        };
    }
}
