package org.serverroster.bench;

import java.io.IOException;
import java.util.List;
import org.serverroster.bench.Rosters.Items;
import org.serverroster.bench.load.Batch;
import org.serverroster.bench.load.Peers;
import org.serverroster.bench.load.ScannedStanza;

/** An administrator's program approves request after request, until every peer has been told. */
final class ApprovalsRow implements Row {

    /** Commands under way. */
    private static final int WINDOW = 1_000;

    /** Of each approval: subscribed, our own subscribe, and our presence. */
    private static final int STANZAS = 3;

    private static final String NODE = "urn:x-server-roster:admin#approve";

    @Override
    public String name() {
        return "approvals";
    }

    @Override
    public List<Figure> measure(Bed bed) throws IOException {
        int number = bed.sizes().approvals();
        // Right after a start most of the time would be the compiler's of the Java runtime: an installation is seldom
        // new.
        int warmUp = number;
        Pgbench pgbench = new Pgbench(bed);
        double before = pgbench.run(bed.sizes().round());
        double ours;
        try (Program service = bed.service(bed.rosters().toChange(Items.PENDING, warmUp + number), Bed.SMALL_HEAP)) {
            service.attach();
            approve(service, 1, warmUp);
            ours = approve(service, warmUp + 1, number);
        }
        double after = pgbench.run(bed.sizes().round());
        double theirs = (before + after) / 2;
        bed.progress().say("approvals: %,.0f a second, pgbench %,.0f", ours, theirs);
        return List.of(Figure.atLeast(name(), "approvals by command, with their stanzas", "a second", ours, theirs, 2));
    }

    private static double approve(Program service, int first, int number) throws IOException {
        Batch batch = Batch.of(first, number, ApprovalsRow::command);
        Heard heard = new Heard();
        long begin = System.nanoTime();
        batch.send(service.link(), WINDOW);
        while (heard.results < number || heard.presences < (long) STANZAS * number) {
            long done = heard.results;
            service.link().receive(heard::count);
            batch.send(service.link(), (int) (heard.results - done));
        }
        return number * 1e9 / (System.nanoTime() - begin);
    }

    /** What came so far. */
    private static final class Heard {

        private long results;
        private long presences;

        void count(ScannedStanza stanza) {
            if (stanza.isPresence()) {
                presences++;
            } else if (stanza.isResult()) {
                results++;
            } else if (stanza.isError()) {
                throw new IllegalStateException("an error in answer to a command: " + stanza.text());
            }
        }
    }

    /** XEP-0050 section 2.4.1, with the form filled in at once. */
    private static String command(int number) {
        return "<iq type='set' id='a" + number + "' from='" + Bed.ADMIN + "/desk' to='" + Bed.COMPONENT
                + "' xml:lang='en'><command xmlns='http://jabber.org/protocol/commands' node='" + NODE
                + "' action='execute'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>" + NODE
                + "</value></field><field var='peerjid'><value>" + Peers.known(number)
                + "</value></field></x></command></iq>";
    }
}
