package org.serverroster.testbed.faults;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.faults.Audit.Finding;
import org.serverroster.testbed.faults.RosterCopy.Item;

/**
 * Two servers, two services, two databases; administrators of both sides decide at random while things break at random;
 * then all is let run, and both sides are compared. One thread conducts it.
 */
public final class FaultRun {

    private static final int ADMINISTRATORS = 4;
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);
    private static final Duration ADMINISTRATORS_END = Duration.ofSeconds(60);

    /** For both to agree by themselves. */
    private static final Duration AGREE = Duration.ofSeconds(20);

    /** For both to agree after attaching anew. */
    private static final Duration AGREE_ANEW = Duration.ofSeconds(45);

    /** For the one that attached anew to have its answers, before the other does. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(1);

    private final Settings settings;
    private final Progress progress;
    private final World world = new World();
    private final Ledger ledger = new Ledger();
    private final List<List<Administrator>> administrators = new ArrayList<>();
    private final List<Finding> lost = new ArrayList<>();
    private final List<Finding> crossed = new ArrayList<>();
    private Injector injector;
    private int rounds;
    private int healed;
    private int compared;

    private FaultRun(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Plays one run to its end, and leaves nothing running.
     *
     * @param folder to write below
     * @param services starts the service of a side
     * @param out where it is told what happens
     * @throws AssertionError when something other than the services failed, so that nothing is proved
     */
    public static Report run(Settings settings, Path folder, Services services, PrintStream out)
            throws InterruptedException {
        Progress progress = new Progress(out);
        FaultRun run = new FaultRun(settings, progress);
        try {
            return run.play(folder, services);
        } finally {
            run.end();
        }
    }

    /** On a thread of its own: an interrupt, which ends the run, must not end the stopping. */
    private void end() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread closing = new Thread(world::close, "end of the run");
        closing.setUncaughtExceptionHandler((thread, fault) -> failure.set(fault));
        closing.start();
        boolean interrupted = false;
        while (closing.isAlive()) {
            try {
                closing.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get().getMessage(), failure.get());
        }
    }

    private Report play(Path folder, Services services) throws InterruptedException {
        Schedule schedule = Schedule.of(settings);
        progress.say("seed %d: %d s in %d rounds, %s decisions a second, %s faults a minute"
                .formatted(
                        settings.seed(),
                        settings.duration().toSeconds(),
                        schedule.rounds().size(),
                        settings.changesASecond(),
                        settings.faultsAMinute()));
        world.start(settings, folder, services, progress);
        employ();
        injector = new Injector(world.sites(), progress);
        world.remember(injector);
        sampleOften();
        for (Schedule.Round round : schedule.rounds()) {
            rounds++;
            progress.say("round %d: decisions and faults for %d s"
                    .formatted(rounds, round.lasts().toSeconds()));
            play(round);
            letRun();
            judge();
            if (!lost.isEmpty()) {
                break;
            }
        }
        return report();
    }

    /** A process that is killed takes with it what it counted since it was last asked. */
    private void sampleOften() {
        ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "metrics");
            thread.setDaemon(true);
            return thread;
        });
        long millis = SAMPLE_EVERY.toMillis();
        sampler.scheduleWithFixedDelay(
                () -> world.sites().forEach(Site::sample), millis, millis, TimeUnit.MILLISECONDS);
        world.remember(sampler::shutdownNow);
    }

    private void employ() {
        for (Site site : world.sites()) {
            List<Administrator> ofSite = new ArrayList<>();
            for (int i = 1; i <= ADMINISTRATORS; i++) {
                Administrator administrator = new Administrator(site, "desk" + i, ledger);
                world.remember(administrator);
                administrator.start();
                ofSite.add(administrator);
            }
            administrators.add(ofSite);
        }
    }

    private void play(Schedule.Round round) throws InterruptedException {
        record Step(Duration at, Runnable work) {}
        List<Step> steps = Stream.concat(
                        round.acts().stream().map(act -> new Step(act.at(), () -> decide(act))),
                        round.faults().stream().map(fault -> new Step(fault.at(), () -> injector.begin(fault))))
                .sorted(Comparator.comparing(Step::at))
                .toList();
        long began = System.nanoTime();
        long tellAt = TELL_EVERY.toMillis();
        for (Step step : steps) {
            long wait = step.at().toMillis() - elapsed(began);
            if (wait > 0) {
                Thread.sleep(wait);
            }
            step.work().run();
            if (elapsed(began) > tellAt) {
                tellAt += TELL_EVERY.toMillis();
                tell();
            }
        }
        Thread.sleep(Math.max(0, round.lasts().toMillis() - elapsed(began)));
    }

    private void decide(Schedule.Act act) {
        Site own = world.sites().get(act.side());
        Site other = world.sites().get(1 - act.side());
        // One item's decisions come from one administrator, one after the other.
        administrators
                .get(act.side())
                .get((act.own() * settings.components() + act.peer()) % ADMINISTRATORS)
                .decide(
                        new ItemKey(
                                own.components().get(act.own()),
                                other.components().get(act.peer())),
                        act.deed());
    }

    private void letRun() throws InterruptedException {
        progress.say("all is let run");
        injector.awaitMended();
        world.sites().forEach(Site::startAll);
        List<Administrator> all = administrators.stream().flatMap(List::stream).toList();
        all.forEach(Administrator::forgetTheRest);
        Await.until(
                ADMINISTRATORS_END,
                () -> all.stream().allMatch(Administrator::idle),
                () -> "an administrator is still waiting for an answer");
        tell();
        world.sites().forEach(Site::awaitReady);
        world.sites().forEach(Site::sample);
        if (!agree(AGREE)) {
            progress.say("%d items differ: both services attach anew, as once a day they would ask again"
                    .formatted(differences().size()));
            for (Site site : world.sites()) {
                // One after the other, so that the other is there to be asked.
                site.service().stop();
                site.startService();
                site.awaitReady();
                agree(SETTLED);
            }
            healed += agree(AGREE_ANEW) ? 1 : 0;
            world.sites().forEach(Site::sample);
        }
    }

    private boolean agree(Duration limit) {
        try {
            Await.until(
                    limit,
                    () -> differences().isEmpty() && world.sites().stream().allMatch(Site::owesNothing),
                    () -> "they differ");
            return true;
        } catch (AssertionError theyDiffer) {
            return false;
        }
    }

    /** Without the logs, which tell whether a difference is lawful. */
    private TreeSet<ItemKey> differences() {
        Map<ItemKey, Item> items = new TreeMap<>();
        world.sites().forEach(site -> items.putAll(site.items()));
        TreeSet<ItemKey> different = new TreeSet<>();
        items.forEach((key, item) -> {
            Item other = items.getOrDefault(key.opposite(), RosterCopy.NO_ITEM);
            if (!Mirror.same(item, other) || !Mirror.same(other, item)) {
                different.add(key);
            }
        });
        return different;
    }

    private void judge() {
        RosterCopy here = world.sites().get(0).copy();
        RosterCopy there = world.sites().get(1).copy();
        Audit.Verdict verdict = Audit.of(here, there, ledger.all());
        compared += here.items().size() + there.items().size();
        crossed.addAll(verdict.crossed());
        lost.addAll(verdict.lost());
        progress.say("round %d: %d and %d items, %d events; %s"
                .formatted(
                        rounds,
                        here.items().size(),
                        there.items().size(),
                        here.events().size() + there.events().size(),
                        verdict.lost().isEmpty()
                                ? "nothing is lost"
                                : verdict.lost().size() + " findings"));
        verdict.crossed().forEach(finding -> progress.print("  crossed: " + finding.words()));
        new Evidence(world.sites(), List.of(here, there), ledger.all(), progress).tell(verdict.lost());
    }

    private void tell() {
        progress.say("%d decisions made, %d confirmed, %d faults injected"
                .formatted(
                        ledger.made(),
                        ledger.confirmed(),
                        injector.injected().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum()));
    }

    private Report report() {
        List<SentAgain> told = world.sites().stream().map(Site::sentAgain).toList();
        return new Report(
                ledger.made(),
                ledger.confirmed(),
                injector.injected(),
                told.stream().anyMatch(SentAgain::known)
                        ? OptionalLong.of(
                                told.stream().mapToLong(SentAgain::sum).sum())
                        : OptionalLong.empty(),
                compared,
                rounds,
                healed,
                crossed.stream().map(Finding::words).toList(),
                lost.stream().map(Finding::words).toList());
    }

    private static long elapsed(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }
}
