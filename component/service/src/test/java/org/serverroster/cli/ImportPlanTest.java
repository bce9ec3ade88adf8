package org.serverroster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;

/** "An import never sends a subscribe that the preview did not name." */
class ImportPlanTest {

    private static final PeerDomain PEER = PeerDomain.parse("a.lit");

    @Provide
    Arbitrary<List<RosterEntry>> rosters() {
        return Records.rosters();
    }

    private static RosterEntry entry(SubscriptionState state, boolean blocked) {
        return new RosterEntry(
                PEER, state, "n", List.of("g"), "t", false, blocked, Optional.empty(), Optional.empty(), "");
    }

    private static RosterRecord wanted(Optional<SubscriptionState> state, Optional<Boolean> blocked) {
        return new RosterRecord(
                PEER, state, Optional.empty(), Optional.empty(), Optional.empty(), blocked, Optional.empty());
    }

    private static String words(ImportPlan plan) {
        return plan.changes().stream()
                .flatMap(change -> change.steps().stream())
                .map(step -> step.word()
                        + (step.fields().isEmpty() ? "" : step.fields().toString()))
                .collect(Collectors.joining(" "));
    }

    @Property
    @Label("What was exported and has not changed since plans nothing")
    void unchanged(@ForAll("rosters") List<RosterEntry> roster, @ForAll FileFormat format) throws Exception {
        String text = format.write(
                "buddies.montague.lit", roster.stream().map(RosterRecord::of).toList());

        assertThat(ImportPlan.of(roster, format.read(text))).isEqualTo(new ImportPlan(List.of(), List.of()));
    }

    @Property
    @Label("Only peers of the file are changed, none twice, and only those asked that the file wants asked")
    void onlyWhatTheFileNames(@ForAll("rosters") List<RosterEntry> roster, @ForAll("rosters") List<RosterEntry> other) {
        List<RosterRecord> file = other.stream().map(RosterRecord::of).toList();
        ImportPlan plan = ImportPlan.of(roster, file);

        Set<PeerDomain> named = file.stream().map(RosterRecord::peer).collect(Collectors.toSet());
        assertThat(plan.changes())
                .extracting(ImportPlan.Change::peer)
                .doesNotHaveDuplicates()
                .allMatch(named::contains);
        plan.changes()
                .forEach(change -> change.steps().forEach(step -> {
                    if (step.word().equals("subscribe")) {
                        SubscriptionState state = change.wanted().state().orElseThrow();
                        assertThat(state.to() || state.pendingOut()).isTrue();
                    }
                    if (step.word().equals("approve")) {
                        assertThat(step.fields()).isEqualTo(Map.of("reciprocate", List.of("0")));
                    }
                }));
    }

    @ParameterizedTest(name = "{0} > {1}: {2}")
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "None                 | To                 | subscribe",
                "None                 | None + Pending Out | subscribe",
                "None                 | Both               | subscribe",
                "None                 | From               | ''",
                "None                 | None + Pending In  | ''",
                "To                   | None               | unsubscribe",
                "None + Pending Out   | None               | unsubscribe",
                "None + Pending Out   | To                 | ''",
                "To                   | None + Pending Out | ''",
                "From                 | None               | block{ignore=[0]}",
                "From                 | None + Pending In  | ''",
                "Both                 | None               | block{ignore=[0]} unsubscribe",
                "None + Pending In    | None               | deny",
                "None + Pending In    | From               | approve{reciprocate=[0]}",
                "None + Pending In    | Both               | approve{reciprocate=[0]} subscribe",
                "None + Pending In    | To                 | deny subscribe",
                "None + Pending In    | To + Pending In    | subscribe",
                "To + Pending In      | Both               | approve{reciprocate=[0]}",
            })
    @DisplayName("From the state here and the one of the file follow the commands, and nothing else")
    void states(String now, String file, String commands) {
        SubscriptionState state = SubscriptionState.named(file).orElseThrow();
        ImportPlan plan = ImportPlan.of(
                List.of(entry(SubscriptionState.named(now).orElseThrow(), false)),
                List.of(wanted(Optional.of(state), Optional.empty())));

        assertThat(words(plan)).isEqualTo(commands == null ? "" : commands);
        boolean lacks = state.from() && now.equals("None") || state.pendingIn();
        assertThat(plan.remarks()).hasSize(lacks ? 1 : 0);
    }

    @Test
    @DisplayName("A block ends what the peer has of us; unblocked comes before asked; who is blocked is not asked")
    void blocks() {
        assertThat(words(ImportPlan.of(
                        List.of(entry(SubscriptionState.BOTH, false)),
                        List.of(wanted(Optional.of(SubscriptionState.NONE), Optional.of(true))))))
                .isEqualTo("block{ignore=[1]} unsubscribe");
        assertThat(words(ImportPlan.of(
                        List.of(entry(SubscriptionState.NONE, true)),
                        List.of(wanted(Optional.of(SubscriptionState.TO), Optional.of(false))))))
                .isEqualTo("unblock subscribe");
        ImportPlan blocked = ImportPlan.of(
                List.of(entry(SubscriptionState.NONE, true)),
                List.of(wanted(Optional.of(SubscriptionState.TO), Optional.empty())));
        assertThat(words(blocked)).isEmpty();
        assertThat(blocked.remarks())
                .singleElement()
                .satisfies(remark -> assertThat(remark.why()).contains("blocked"));
    }

    @Test
    @DisplayName("An edit names what differs, and nothing else")
    void edits() throws Exception {
        List<RosterEntry> roster = List.of(entry(SubscriptionState.TO, false));
        assertThat(words(ImportPlan.of(roster, FileFormat.CSV.read("jid,name,note\na.lit,other,t\n"))))
                .isEqualTo("edit{name=[other]}");
        assertThat(words(ImportPlan.of(roster, FileFormat.CSV.read("jid,groups\na.lit,\n"))))
                .isEqualTo("edit{groups=[]}");
        assertThat(words(ImportPlan.of(roster, FileFormat.CSV.read("jid,groups\na.lit,\" g\n\n\"\n"))))
                .isEmpty();
        assertThat(words(ImportPlan.of(List.of(), FileFormat.CSV.read("jid,name\na.lit,\n"))))
                .isEmpty();
    }

    @Test
    @DisplayName("A change fits the item that it was made for, whatever has been heard of its presence since")
    void fits() {
        RosterEntry before = entry(SubscriptionState.TO, false);
        ImportPlan.Change change =
                new ImportPlan.Change(PEER, Optional.of(before), wanted(Optional.empty(), Optional.empty()), List.of());
        assertThat(change.fits(Optional.of(before))).isTrue();
        assertThat(change.fits(Optional.of(new RosterEntry(
                        PEER,
                        before.state(),
                        "n",
                        List.of("g"),
                        "t",
                        true,
                        false,
                        Optional.of(true),
                        Optional.of(false),
                        "x"))))
                .isTrue();
        assertThat(change.fits(Optional.of(entry(SubscriptionState.BOTH, false))))
                .isFalse();
        assertThat(change.fits(Optional.of(entry(SubscriptionState.TO, true)))).isFalse();
        assertThat(change.fits(Optional.empty())).isFalse();
    }
}
