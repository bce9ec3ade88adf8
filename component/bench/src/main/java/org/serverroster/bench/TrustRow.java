package org.serverroster.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.serverroster.bench.Rosters.Items;
import org.serverroster.bench.load.Asking;
import org.serverroster.bench.load.Questions;

/**
 * Trust questions over one socket, to the service and to the rival in turns: as many as possible with many under way, and
 * one at a time.
 */
final class TrustRow implements Row {

    @Override
    public String name() {
        return "trust";
    }

    @Override
    public List<Figure> measure(Bed bed) throws IOException {
        Sizes sizes = bed.sizes();
        bed.progress().say("trust: a roster of %,d items", sizes.items());
        try (Program service = bed.service(bed.rosters().toRead(Items.FROM, sizes.items()), Bed.SMALL_HEAP);
                Program rival = bed.rival(sizes.items(), Bed.SMALL_HEAP)) {
            service.attach();
            rival.attach();
            bed.awaitGreetings(service.link(), sizes.items());
            Side ours = new Side(bed, service);
            Side theirs = new Side(bed, rival);
            for (Side side : List.of(ours, theirs)) {
                side.warmUp(sizes);
            }
            bed.progress().say("trust: warm, every answer was right");
            for (int round = 0; round < sizes.rounds(); round++) {
                ours.ask(sizes);
                theirs.ask(sizes);
                bed.progress()
                        .say(
                                "trust: %,.0f a second (%.2f us of CPU each), rival %,.0f (%.2f us)",
                                last(ours.rates), last(ours.micros), last(theirs.rates), last(theirs.micros));
            }
            for (int round = 0; round < sizes.rounds(); round++) {
                ours.askOneAtATime(sizes);
                theirs.askOneAtATime(sizes);
            }
            bed.progress()
                    .say(
                            "trust: one at a time p50 %.0f us, p99 %.0f us; rival %.0f, %.0f",
                            Medians.of(ours.p50), Medians.of(ours.p99), Medians.of(theirs.p50), Medians.of(theirs.p99));
            return figures(ours, theirs);
        }
    }

    private List<Figure> figures(Side ours, Side theirs) {
        return List.of(
                Figure.atLeast(
                        name(),
                        "trust questions over one socket",
                        "a second",
                        Medians.of(ours.rates),
                        Medians.of(theirs.rates),
                        5),
                Figure.atMost(
                        name(),
                        "CPU of a trust question",
                        "us",
                        Medians.of(ours.micros),
                        Medians.of(theirs.micros),
                        0.25),
                Figure.told(
                        name(),
                        "CPU of the load generator, a question",
                        "us",
                        Medians.of(ours.generator),
                        OptionalDouble.of(Medians.of(theirs.generator))),
                Figure.atMost(
                        name(), "one question at a time, p50", "us", Medians.of(ours.p50), Medians.of(theirs.p50), 1),
                Figure.atMost(
                        name(),
                        "one question at a time, p99",
                        "us",
                        Medians.of(ours.p99),
                        Medians.of(theirs.p99),
                        0.5));
    }

    private static double last(List<Double> values) {
        return values.get(values.size() - 1);
    }

    /** What was measured of one of the two, a value a round. */
    private static final class Side {

        private final Program program;
        private final Asking asking;
        private final List<Double> rates = new ArrayList<>();
        private final List<Double> micros = new ArrayList<>();
        private final List<Double> generator = new ArrayList<>();
        private final List<Double> p50 = new ArrayList<>();
        private final List<Double> p99 = new ArrayList<>();

        Side(Bed bed, Program program) {
            this.program = program;
            Questions questions = bed.questions(bed.sizes().items());
            asking = new Asking(program.link(), questions);
        }

        void warmUp(Sizes sizes) throws IOException {
            asking.verify(sizes.window());
            asking.pipelined(sizes.window(), sizes.warmUp());
        }

        void ask(Sizes sizes) throws IOException {
            double cpu = program.cpuSeconds();
            double own = ProcessFacts.cpuSeconds(ProcessHandle.current().pid());
            Asking.Rate rate = asking.pipelined(sizes.window(), sizes.round());
            rates.add(rate.perSecond());
            micros.add((program.cpuSeconds() - cpu) * 1e6 / rate.answers());
            generator.add((ProcessFacts.cpuSeconds(ProcessHandle.current().pid()) - own) * 1e6 / rate.answers());
        }

        void askOneAtATime(Sizes sizes) throws IOException {
            long[] nanos = asking.oneAtATime(sizes.oneAtATime());
            p50.add(Medians.percentile(nanos, 50) / 1e3);
            p99.add(Medians.percentile(nanos, 99) / 1e3);
        }
    }
}
