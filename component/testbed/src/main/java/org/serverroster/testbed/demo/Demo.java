package org.serverroster.testbed.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.serverroster.testbed.AdminClient;

/**
 * The program behind {@code component/bin/demo}: starts the scene, plays the story, stays if it shall, and stops all.
 * It runs on the main thread; the shutdown hook, at SIGINT or SIGTERM, interrupts that and waits for it.
 *
 * <p>Exit codes: 0 when all went well, 1 otherwise; the last line says which.
 */
public final class Demo {

    private static final long LOOK_MILLIS = 200;

    /** java.util.logging forgets the settings of a logger that nobody holds. */
    private static final Logger ALL_OF_SMACK = Logger.getLogger("");

    private final Narrator narrator;
    private final Path launcher;
    private final Path folder;
    private final boolean once;
    private final boolean bare;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean interrupted;
    private boolean stopping;
    private Wire wire;
    private volatile int exitCode = 1;

    private Demo(Narrator narrator, Path launcher, Path folder, boolean once, boolean bare) {
        this.narrator = narrator;
        this.launcher = launcher;
        this.folder = folder;
        this.once = once;
        this.bare = bare;
    }

    /**
     * Runs the demo.
     *
     * @param arguments the launcher of the service, a folder to write below, which is removed at the end, {@code once}
     *     or {@code stay}, {@code coloured} or {@code plain}, and {@code bare} or {@code component}: whose the rosters are
     */
    public static void main(String[] arguments) {
        // Its connections' ends are no news here; what goes wrong comes as an exception.
        ALL_OF_SMACK.setLevel(Level.OFF);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Demo demo = new Demo(
                new Narrator(out, arguments[3].equals("coloured")),
                Path.of(arguments[0]).toAbsolutePath(),
                Path.of(arguments[1]).toAbsolutePath(),
                arguments[2].equals("once"),
                arguments[4].equals("bare"));
        Thread main = Thread.currentThread();
        Thread hook = new Thread(() -> demo.endEarly(main), "end of the demo");
        Runtime.getRuntime().addShutdownHook(hook);
        demo.run();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException signalled) {
            return; // The hook ends the JVM, with the same exit code.
        }
        System.exit(demo.exitCode);
    }

    private void endEarly(Thread main) {
        synchronized (this) {
            interrupted = true;
            if (!stopping) {
                main.interrupt();
            }
        }
        try {
            finished.await();
        } catch (InterruptedException impossible) {
            Thread.currentThread().interrupt();
        }
        // The only way to end with an exit code that is not the signal's.
        Runtime.getRuntime().halt(exitCode);
    }

    private void run() {
        Scene scene = new Scene(folder, bare);
        Story.Outcome outcome = null;
        Throwable failure = null;
        try {
            scene.start(launcher, narrator);
            outcome = play(scene);
            if (!once) {
                LookAround.tell(scene.operators(), launcher, folder, narrator);
                stay(scene);
            }
        } catch (Exception | AssertionError fault) {
            failure = fault;
        }
        boolean early = interruptNoMore();
        try {
            scene.close();
        } catch (AssertionError fault) {
            failure = failure == null ? fault : failure;
        }
        report(early, scene, outcome, failure);
        removeFolder();
        finished.countDown();
    }

    /** From here on an interrupt would leave things running. Returns whether there was one. */
    private synchronized boolean interruptNoMore() {
        stopping = true;
        Thread.interrupted();
        return interrupted;
    }

    private Story.Outcome play(Scene scene) {
        wire = new Wire(
                scene.operators().stream()
                        .map(each -> new WireLog(each.wireLog()))
                        .toList(),
                scene.operators().stream()
                        .collect(Collectors.toMap(
                                Operator::component, each -> each.server().domain())),
                scene.operators().stream().map(Operator::roster).collect(Collectors.toSet()),
                narrator);
        narrator.step("The two admins log in to their servers with real clients.");
        AdminClient montagueAdmin = logIn(scene, scene.montague());
        AdminClient capuletAdmin = logIn(scene, scene.capulet());
        try {
            return new Story(scene.montague(), scene.capulet(), scene.reports(), wire, narrator)
                    .play(montagueAdmin, capuletAdmin);
        } catch (AssertionError fault) {
            wire.tell();
            throw fault;
        }
    }

    private static AdminClient logIn(Scene scene, Operator operator) {
        AdminClient client = operator.logIn();
        scene.remember("the client of " + operator.admin(), client::close);
        return client;
    }

    private void stay(Scene scene) {
        try {
            while (!interrupted) {
                wire.tell();
                List<String> ended = scene.ended();
                if (!ended.isEmpty()) {
                    throw new AssertionError(String.join(" and ", ended) + " ended by itself");
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException enough) {
            // Ctrl-C: the way to end a demo that stays.
        }
    }

    private void report(boolean early, Scene scene, Story.Outcome outcome, Throwable failure) {
        if (early && outcome == null) {
            narrator.say(""); // The terminal has written ^C.
            narrator.failed("interrupted; all that ran was stopped");
        } else if (failure != null) {
            for (Operator operator : scene.operators()) {
                narrator.heading("The server roster of " + operator.server().domain() + " said last:");
                narrator.evidence(operator.lastLines());
            }
            narrator.heading("What failed:");
            String told = "";
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (!told.contains(said(cause))) {
                    told = said(cause);
                    narrator.evidence(told);
                }
            }
            narrator.failed(said(failure).lines().findFirst().orElse(""));
        } else {
            narrator.heading("Everything was stopped.");
            narrator.ok(Scene.MONTAGUE + " " + outcome.montague() + " " + Scene.CAPULET + " " + outcome.capulet());
            exitCode = 0;
        }
    }

    private static String said(Throwable fault) {
        boolean isStatement = fault instanceof AssertionError && fault.getMessage() != null;
        return isStatement ? fault.getMessage() : fault.toString();
    }

    /** The script does it too, but it may be gone. */
    private void removeFolder() {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException gone) {
            // Nothing is left to remove.
        }
    }
}
