package org.serverroster.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.serverroster.testbed.TestDatabase.Database;

/** Requests of many peers, each of its own, until all are committed; and what PostgreSQL does with as many clients. */
final class ChangesRow implements Row {

    private static final int ROUNDS = 3;

    @Override
    public String name() {
        return "changes";
    }

    @Override
    public List<Figure> measure(Bed bed) throws IOException {
        int number = bed.sizes().subscribes();
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        Database roster = bed.rosters().empty();
        Pgbench pgbench = new Pgbench(bed);
        try (Program service = bed.service(roster, Bed.SMALL_HEAP)) {
            service.attach();
            try (Subscribers subscribers = new Subscribers(service, roster)) {
                // As with approvals: what is compiled later costs more than what is measured.
                subscribers.ask(number);
                pgbench.run(bed.sizes().round());
                bed.progress().say("changes: warm");
                for (int round = 0; round < ROUNDS; round++) {
                    ours.add(subscribers.ask(number));
                    theirs.add(pgbench.run(bed.sizes().round()));
                    bed.progress().say("changes: %,.0f a second, pgbench %,.0f", ours.get(round), theirs.get(round));
                }
            }
        }
        return List.of(Figure.atLeast(
                name(), "subscription changes, durable", "a second", Medians.of(ours), Medians.of(theirs), 4));
    }
}
