package org.serverroster.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.postgresql.PGConnection;
import org.serverroster.bench.Rosters.Items;
import org.serverroster.bench.load.Asking;
import org.serverroster.testbed.TestDatabase.Database;

/** How long a start takes: until the server has taken the component in, and with many items until it answers. */
final class StartRow implements Row {

    private static final int MANY_STARTS = 2;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Figure> measure(Bed bed) throws IOException {
        Sizes sizes = bed.sizes();
        Database empty = bed.rosters().toRead(Items.FROM, 0);
        Database some = bed.rosters().toRead(Items.FROM, sizes.items());
        List<Double> ours = new ArrayList<>();
        List<Double> oursWithItems = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int i = 0; i < sizes.starts(); i++) {
            ours.add(attached(bed.service(empty)));
            oursWithItems.add(attached(bed.service(some)));
            theirs.add(attached(bed.rival(0)));
        }
        double rival = Medians.of(theirs);
        bed.progress()
                .say(
                        "start: %.2f s empty, %.2f s with %,d items, rival %.2f s",
                        Medians.of(ours), Medians.of(oursWithItems), sizes.items(), rival);
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.atMost(name(), "start to attached, empty roster", "s", Medians.of(ours), rival, 1.5),
                Figure.told(
                        name(),
                        "start to attached, %,d items".formatted(sizes.items()),
                        "s",
                        Medians.of(oursWithItems),
                        OptionalDouble.of(rival))));
        figures.add(many(bed));
        return figures;
    }

    private Figure many(Bed bed) throws IOException {
        int items = bed.sizes().manyItems();
        bed.progress().say("start: a roster of %,d items", items);
        Database roster = bed.rosters().toRead(Items.FROM, items);
        List<Double> ready = new ArrayList<>();
        List<Double> copied = new ArrayList<>();
        for (int i = 0; i < Math.min(MANY_STARTS, bed.sizes().starts()); i++) {
            copied.add(copy(roster));
            long begin = System.nanoTime();
            try (Program service = bed.service(roster)) {
                service.attach();
                new Asking(service.link(), bed.questions(1)).verify(1);
                ready.add((System.nanoTime() - begin) / 1e9);
            }
        }
        bed.progress().say("start: ready in %.2f s, COPY takes %.2f s", Medians.of(ready), Medians.of(copied));
        return Figure.atMost(
                name(),
                "start to the first answer, %,d items; COPY of the table".formatted(items),
                "s",
                Medians.of(ready),
                Medians.of(copied),
                5);
    }

    private static double attached(Program program) throws IOException {
        try (program) {
            return program.attach();
        }
    }

    private static double copy(Database roster) throws IOException {
        try (Connection connection = DriverManager.getConnection(roster.url(), roster.user(), roster.password())) {
            long begin = System.nanoTime();
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy roster_item to stdout", OutputStream.nullOutputStream());
            return (System.nanoTime() - begin) / 1e9;
        } catch (SQLException fault) {
            throw new IOException("COPY", fault);
        }
    }
}
