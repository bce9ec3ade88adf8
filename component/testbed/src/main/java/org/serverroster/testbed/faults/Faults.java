package org.serverroster.testbed.faults;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.serverroster.testbed.ServiceProcess;

/**
 * The program behind {@code component/bin/faults}. It runs on the main thread; the shutdown hook, at SIGINT or SIGTERM,
 * interrupts that and waits for it to stop all.
 *
 * <p>Exit codes: 0 when nothing was lost, 1 when something was, or nothing is proved; 2 for wrong options. The last line
 * says which.
 */
public final class Faults {

    /** java.util.logging forgets the settings of a logger that nobody holds. */
    private static final Logger ALL_OF_SMACK = Logger.getLogger("");

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int exitCode = 1;

    private Faults() {}

    /**
     * Runs it.
     *
     * @param arguments the launcher of the service, a folder to write below, and the options
     */
    public static void main(String[] arguments) {
        ALL_OF_SMACK.setLevel(Level.OFF);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Settings settings;
        try {
            settings = Options.read(Arrays.asList(arguments).subList(2, arguments.length));
        } catch (IllegalArgumentException wrong) {
            out.println("faults: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        Faults faults = new Faults();
        Thread main = Thread.currentThread();
        Thread hook = new Thread(() -> faults.endEarly(main), "end of the run");
        Runtime.getRuntime().addShutdownHook(hook);
        faults.run(
                settings,
                Path.of(arguments[0]).toAbsolutePath(),
                Path.of(arguments[1]).toAbsolutePath(),
                out);
        faults.finished.countDown();
        System.exit(faults.exitCode);
    }

    private void run(Settings settings, Path launcher, Path folder, PrintStream out) {
        try {
            Report report = FaultRun.run(settings, folder, launchedBy(launcher), out);
            out.println();
            report.lines().forEach(out::println);
            exitCode = report.lost().isEmpty() ? 0 : 1;
        } catch (InterruptedException early) {
            out.println("lost: not known: interrupted; all that ran was stopped");
        } catch (AssertionError | RuntimeException fault) {
            fault.printStackTrace(out);
            out.println("lost: not known: "
                    + String.valueOf(fault.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static Services launchedBy(Path launcher) {
        return (name, folder, configuration) -> ServiceProcess.start(
                name, List.of(launcher.toString(), "run", "--config", configuration.toString()), Map.of(), folder);
    }

    private void endEarly(Thread main) {
        main.interrupt();
        try {
            finished.await();
        } catch (InterruptedException impossible) {
            Thread.currentThread().interrupt();
        }
        // The only way to end with an exit code that is not the signal's.
        Runtime.getRuntime().halt(exitCode);
    }
}
