package org.serverroster.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.serverroster.bench.Rosters.Items;
import org.serverroster.bench.load.Asking;
import org.serverroster.bench.load.Drain;
import org.serverroster.bench.load.Questions;

/**
 * Questions at a steady pace, from the moment of attaching until every peer has been sent presence and a probe. Each one's
 * time counts from when it was due, so that one that waits does not hide those behind it.
 */
final class AttachRow implements Row {

    private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos() / 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of each peer: our presence, and a probe. */
    private static final int STANZAS = 2;

    private static final double MILLIS = 10;

    @Override
    public String name() {
        return "attach";
    }

    @Override
    public List<Figure> measure(Bed bed) throws IOException {
        Sizes sizes = bed.sizes();
        List<Long> nanos = new ArrayList<>();
        List<Double> storms = new ArrayList<>();
        try (Program service = bed.service(bed.rosters().toRead(Items.BOTH, sizes.peers()), Bed.SMALL_HEAP)) {
            service.attach();
            bed.awaitGreetings(service.link(), (long) STANZAS * sizes.peers());
            Asking warm = new Asking(service.link(), bed.questions(sizes.peers()));
            warm.verify(sizes.window());
            warm.pipelined(sizes.window(), sizes.warmUp());
            for (int i = 0; i < sizes.attaches(); i++) {
                service.attachAgain();
                Storm storm = new Storm(bed, service);
                storms.add(storm.weather() / 1e6);
                nanos.addAll(storm.answers());
            }
        }
        double p99 = Medians.percentile(Medians.sorted(nanos), 99) / 1e6;
        bed.progress()
                .say(
                        "attach: %,d questions during storms of %.0f ms, p99 %.2f ms",
                        nanos.size(), Medians.of(storms), p99);
        return List.of(
                Figure.below(
                        name(),
                        "questions' p99 while %,d peers are greeted".formatted(sizes.peers()),
                        "ms",
                        p99,
                        OptionalDouble.empty(),
                        MILLIS),
                Figure.told(
                        name(),
                        "attach to the last of %,d peers greeted".formatted(sizes.peers()),
                        "ms",
                        Medians.of(storms),
                        OptionalDouble.empty()));
    }

    /** One attach. The times are written by the receiving thread. */
    private static final class Storm {

        private final Program service;
        private final Questions questions;
        private final long greetings;
        private final AtomicLongArray answered;
        private int asked;
        private long begin;

        Storm(Bed bed, Program service) {
            this.service = service;
            questions = bed.questions(bed.sizes().peers());
            greetings = (long) STANZAS * bed.sizes().peers();
            answered = new AtomicLongArray(questions.size());
        }

        /** Returns how long it lasted, in nanoseconds. */
        long weather() throws IOException {
            try (Drain drain = Drain.start(service.link(), stanza -> {
                int number = Questions.numberOf(stanza);
                if (number >= 0) {
                    answered.set(number, System.nanoTime());
                }
            })) {
                begin = System.nanoTime();
                while (drain.presences() < greetings && asked < questions.size()) {
                    long due = begin + asked * EVERY_NANOS;
                    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                        LockSupport.parkNanos(left);
                    }
                    questions.send(service.link(), 1);
                    asked++;
                    drain.check();
                }
                long end = System.nanoTime();
                while (drain.results() < asked || drain.presences() < greetings) {
                    LockSupport.parkNanos(EVERY_NANOS);
                    drain.check();
                    if (System.nanoTime() - end > PATIENCE.toNanos()) {
                        throw new IOException("only " + drain.results() + " of " + asked + " answers, "
                                + drain.presences() + " of " + greetings + " greetings");
                    }
                }
                return end - begin;
            }
        }

        /** From when each question was due, in nanoseconds. */
        List<Long> answers() {
            List<Long> times = new ArrayList<>();
            for (int i = 0; i < asked; i++) {
                times.add(answered.get(i) - begin - i * EVERY_NANOS);
            }
            return times;
        }
    }
}
