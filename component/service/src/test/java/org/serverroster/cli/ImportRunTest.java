package org.serverroster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.command.Scene;
import org.serverroster.roster.PeerStanza;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

/** "An import never sends a subscribe that the preview did not name", whatever the roster and the file, by the real rules. */
class ImportRunTest {

    private final Scene scene = new Scene();
    private final Session session = new SceneSession(scene);
    private final Listings listings = new Listings(session, progress());

    private static Progress progress() {
        return new Progress(new PrintWriter(new StringWriter()), false);
    }

    @Provide
    Arbitrary<List<RosterEntry>> rosters() {
        return Records.rosters(Arbitraries.strings().withChars("=\\ &<aü").ofMaxLength(5));
    }

    /** The item that the service lists so. */
    private RosterItem item(RosterEntry entry) {
        return new RosterItem(
                entry.peer(),
                entry.state(),
                entry.approved(),
                entry.blocked(),
                entry.name().strip(),
                RosterRecord.of(entry).groups().orElseThrow(),
                entry.note().strip(),
                entry.state().pendingIn() ? Optional.of(new RosterItem.Request(scene.now, "")) : Optional.empty(),
                entry.state().pendingOut()
                        ? Optional.of(new RosterItem.Asked(scene.now, Optional.empty()))
                        : Optional.empty(),
                entry.state().from() ? Optional.of(scene.now) : Optional.empty(),
                entry.state().to() ? Optional.of(scene.now) : Optional.empty(),
                scene.now);
    }

    private ImportPlan plan(List<RosterRecord> file) throws CliException {
        return ImportPlan.of(listings.roster(true, ""), file);
    }

    private ImportRun run(ImportPlan plan) throws CliException {
        ImportRun run = new ImportRun(plan, session, listings, progress());
        run.execute();
        return run;
    }

    private Set<PeerDomain> asked() {
        return scene.decisions.stream()
                .filter(decision ->
                        decision.toPeer().stream().anyMatch(stanza -> stanza.kind() == PeerStanza.Kind.SUBSCRIBE))
                .map(decision -> decision.after().peer())
                .collect(Collectors.toSet());
    }

    private static Set<PeerDomain> named(ImportPlan plan) {
        return plan.changes().stream()
                .filter(change ->
                        change.steps().stream().anyMatch(step -> step.word().equals("subscribe")))
                .map(ImportPlan.Change::peer)
                .collect(Collectors.toSet());
    }

    @Property(tries = 300)
    @Label(
            "Whom an import asks to subscribe, its plan names; all of the plan can be done, and then nothing is left to do")
    void asksWhomThePlanNames(
            @ForAll("rosters") List<RosterEntry> roster, @ForAll("rosters") List<RosterEntry> exported)
            throws CliException {
        scene.roster = Roster.of(
                LocalDomain.parse(Scene.DOMAIN),
                1,
                roster.stream().map(this::item).filter(item -> !item.isEmpty()).toList());
        scene.decisions.clear();
        List<RosterRecord> file = exported.stream().map(RosterRecord::of).toList();

        ImportPlan plan = plan(file);
        ImportRun run = run(plan);

        assertThat(asked()).isEqualTo(named(plan));
        assertThat(run.results()).as("%s", run.results()).noneMatch(Result::failed);
        assertThat(run.complete()).isTrue();
        assertThat(plan(file).changes()).isEmpty();
    }

    @Test
    @DisplayName(
            "A peer that has changed since the plan was made is skipped: what was shown does not hold for it any more")
    void changedSince() throws Exception {
        ImportPlan plan = plan(FileFormat.CSV.read("jid,state,name\na.lit,To,A\nb.lit,To,B\n"));
        scene.asks("a.lit", "");
        scene.decisions.clear();

        ImportRun run = run(plan);

        assertThat(run.skipped()).containsExactly(PeerDomain.parse("a.lit"));
        assertThat(run.complete()).isFalse();
        assertThat(asked()).containsExactly(PeerDomain.parse("b.lit"));
        assertThat(scene.item("a.lit").orElseThrow().name()).isEmpty();
        assertThat(scene.item("b.lit").orElseThrow().name()).isEqualTo("B");
    }

    @Test
    @DisplayName("What the service refuses ends that peer's commands, and no other's")
    void refused() throws Exception {
        List<RosterRecord> file = new ArrayList<>(
                FileFormat.CSV.read("jid,state,name\na.lit,To,A\n" + Scene.DOMAIN + ",To,me\nc.lit,To,C\n"));
        // No file holds it, for it is refused there; a service of another version may take less than this program
        // knows.
        file.set(
                0,
                new RosterRecord(
                        PeerDomain.parse("a.lit"),
                        Optional.of(SubscriptionState.TO),
                        Optional.of("x".repeat(201)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        ImportRun run = run(plan(file));

        assertThat(run.results())
                .extracting(result -> result.peer() + " " + result.command() + " " + result.severity())
                .containsExactly(
                        "a.lit subscribe INFO",
                        "a.lit edit ERROR",
                        Scene.DOMAIN + " subscribe ERROR",
                        "c.lit subscribe INFO",
                        "c.lit edit INFO");
        assertThat(run.complete()).isFalse();
    }
}
