package org.serverroster.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.serverroster.bench.Rosters.Items;
import org.serverroster.bench.load.Asking;
import org.serverroster.testbed.TestDatabase.Database;

/** The service against itself, with ever more items: questions, changes, and the heap that its items take. */
final class GrowthRow implements Row {

    private static final double MOST_APART = 0.2;
    private static final double BYTES_AN_ITEM = 250;
    private static final int FEWEST = 500;
    private static final int CHANGES = 10_000;

    /**
     * One size.
     *
     * @param items of the roster
     * @param questions answered in a second
     * @param changes committed in a second
     * @param heap in use after a collection, in bytes
     */
    record Point(int items, double questions, double changes, double heap) {}

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public List<Figure> measure(Bed bed) throws IOException {
        int most = bed.sizes().manyItems();
        List<Point> points = new ArrayList<>();
        double without = heapWithoutItems(bed);
        for (int items = Math.max(FEWEST, most / 1_000); items <= most; items *= 10) {
            Point point = at(items, bed);
            points.add(point);
            bed.progress()
                    .say(
                            "growth: %,d items: %,.0f questions a second, %,.0f changes, heap %.0f MB",
                            items, point.questions(), point.changes(), point.heap() / (1 << 20));
        }
        if (bed.plot().isPresent()) {
            Plot.write(bed.plot().get(), points);
        }
        List<Figure> figures = new ArrayList<>();
        for (Point point : points) {
            String size = " with %,d items".formatted(point.items());
            figures.add(Figure.told(name(), "questions" + size, "a second", point.questions(), OptionalDouble.empty()));
            figures.add(Figure.told(name(), "changes" + size, "a second", point.changes(), OptionalDouble.empty()));
        }
        figures.add(flat("questions, fewest to most of these", points, Point::questions));
        figures.add(flat("changes, fewest to most of these", points, Point::changes));
        Point last = points.get(points.size() - 1);
        figures.add(Figure.below(
                name(),
                "heap of an item, of %,d".formatted(most),
                "bytes",
                (last.heap() - without) / most,
                OptionalDouble.empty(),
                BYTES_AN_ITEM));
        return figures;
    }

    private Figure flat(String what, List<Point> points, ToDoubleFunction<Point> rate) {
        double least = points.stream().mapToDouble(rate).min().orElseThrow();
        double most = points.stream().mapToDouble(rate).max().orElseThrow();
        return new Figure(
                name(),
                what,
                "a second",
                least,
                OptionalDouble.of(most),
                "at least " + (1 - MOST_APART) + " x",
                Optional.of(least >= (1 - MOST_APART) * most));
    }

    private static double heapWithoutItems(Bed bed) throws IOException {
        try (Program service = bed.service(bed.rosters().toRead(Items.FROM, 0))) {
            service.attach();
            return Jcmd.heapInUse(service.pid());
        }
    }

    private static Point at(int items, Bed bed) throws IOException {
        Sizes sizes = bed.sizes();
        Database roster = bed.rosters().toChange(Items.FROM, items);
        try (Program service = bed.service(roster)) {
            service.attach();
            bed.awaitGreetings(service.link(), items);
            double heap = Jcmd.heapInUse(service.pid());
            Asking asking = new Asking(service.link(), bed.questions(items));
            asking.pipelined(sizes.window(), sizes.warmUp());
            List<Double> rates = new ArrayList<>();
            for (int round = 0; round < Math.min(3, sizes.rounds()); round++) {
                rates.add(asking.pipelined(sizes.window(), sizes.round()).perSecond());
            }
            int changes = Math.min(CHANGES, sizes.subscribes());
            try (Subscribers subscribers = new Subscribers(service, roster)) {
                subscribers.ask(changes);
                return new Point(items, Medians.of(rates), subscribers.ask(2 * changes), heap);
            }
        }
    }
}
