package org.serverroster.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.serverroster.bench.Rosters.Items;
import org.serverroster.bench.load.Asking;
import org.serverroster.testbed.Await;

/** Resident memory some time after the last of some questions: ours as the launcher starts it, the rival's likewise small. */
final class MemoryRow implements Row {

    private static final double MEGABYTES = 128;
    private static final Duration REST = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Figure> measure(Bed bed) throws IOException {
        int items = bed.sizes().atRest();
        double ours;
        try (Program service = bed.service(bed.rosters().toRead(Items.FROM, items))) {
            service.attach();
            bed.awaitGreetings(service.link(), items);
            ours = atRest(bed, service);
        }
        double theirs;
        try (Program rival = bed.rival(items, Bed.SMALL_HEAP)) {
            rival.attach();
            theirs = atRest(bed, rival);
        }
        bed.progress().say("memory: %.0f MB, rival %.0f MB", ours, theirs);
        return List.of(Figure.below(
                name(),
                "resident at rest, %,d items".formatted(items),
                "MB",
                ours,
                OptionalDouble.of(theirs),
                MEGABYTES));
    }

    private static double atRest(Bed bed, Program program) throws IOException {
        new Asking(program.link(), bed.questions(bed.sizes().atRest()))
                .verify(bed.sizes().window());
        long end = System.nanoTime() + REST.toNanos();
        Await.until(REST.multipliedBy(2), () -> System.nanoTime() >= end, () -> "rest");
        return ProcessFacts.residentMegabytes(program.pid());
    }
}
