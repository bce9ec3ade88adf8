package org.serverroster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.json.Json;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;

/** "CSV and JSON (jid, state, name, groups, note, blocked, since)". */
class FileFormatTest {

    private static final RosterRecord BARE = new RosterRecord(
            PeerDomain.parse("a.lit"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    @Provide
    Arbitrary<List<RosterEntry>> rosters() {
        return Records.rosters();
    }

    @Property
    @Label("read(write(x)) == x in both formats, and each is known by its look")
    void roundTrip(@ForAll("rosters") List<RosterEntry> roster, @ForAll FileFormat format) throws Exception {
        List<RosterRecord> records = roster.stream().map(RosterRecord::of).toList();
        String text = format.write("buddies.montague.lit", records);

        assertThat(format.read(text)).isEqualTo(records);
        assertThat(FileFormat.of(text)).isEqualTo(format);
    }

    @Property
    @Label("What roster --json tells can be imported as it is")
    void rosterJson(@ForAll("rosters") List<RosterEntry> roster) throws Exception {
        String text = Json.of(
                Map.of("peers", roster.stream().map(RosterEntry::members).toList()));

        assertThat(FileFormat.JSON.read(text))
                .isEqualTo(roster.stream().map(RosterRecord::of).toList());
    }

    @Property
    @Label("Any other file is refused in words, or read; never anything else")
    void garbage(@ForAll String text, @ForAll FileFormat format) {
        try {
            format.read(text);
        } catch (MalformedFileException e) {
            assertThat(e.faults()).isNotEmpty();
        }
    }

    @Test
    @DisplayName("The columns of a CSV may stand in any order; those that are not there are not said")
    void columns() throws Exception {
        assertThat(FileFormat.CSV.read("note,JID\nx,A.LIT.\n,b.lit\n"))
                .containsExactly(
                        new RosterRecord(
                                PeerDomain.parse("a.lit"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("x"),
                                Optional.empty(),
                                Optional.empty()),
                        new RosterRecord(
                                PeerDomain.parse("b.lit"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(""),
                                Optional.empty(),
                                Optional.empty()));
        assertThat(FileFormat.CSV.read("jid\na.lit\n")).containsExactly(BARE);
        assertThat(FileFormat.JSON.read("{\"peers\": [{\"jid\": \"a.lit\", \"name\": null}]}"))
                .containsExactly(BARE);
    }

    @Test
    @DisplayName("Everything that is wrong in a file is told at once, each with its place")
    void faults() {
        assertThatThrownBy(() -> FileFormat.CSV.read("jid,state,blocked,name\n"
                        + "romeo@a.lit,,,\nb.lit,Friends,maybe,\nc.lit,Both\nd.lit,,,\"x\ny\"\ne.lit,,,\ne.lit,,,\n"))
                .isInstanceOfSatisfying(
                        MalformedFileException.class,
                        e -> assertThat(e.faults())
                                .satisfiesExactly(
                                        fault -> assertThat(fault)
                                                .startsWith("line 2: ")
                                                .contains("romeo@a.lit"),
                                        fault -> assertThat(fault).startsWith("line 3: 'Friends' is no state"),
                                        fault -> assertThat(fault).startsWith("line 3: blocked"),
                                        fault -> assertThat(fault).startsWith("line 4: 2 cells"),
                                        fault -> assertThat(fault)
                                                .startsWith("line 5: name takes no control characters"),
                                        fault -> assertThat(fault).startsWith("line 8: e.lit is there twice")));
        assertThatThrownBy(() -> FileFormat.CSV.read("jdi,jid,jid\n,,\n"))
                .isInstanceOfSatisfying(
                        MalformedFileException.class,
                        e -> assertThat(e.faults()).hasSize(2));
        assertThatThrownBy(() -> FileFormat.JSON.read("{\"peers\": [1, {\"jid\": \"a.lit\", \"nmae\": 1},"
                        + " {\"jid\": 1}, {\"jid\": \"b.lit\", \"groups\": [1]}]}"))
                .isInstanceOfSatisfying(
                        MalformedFileException.class,
                        e -> assertThat(e.faults())
                                .hasSizeGreaterThanOrEqualTo(4)
                                .first()
                                .isEqualTo("peer 1: is no object"));
        assertThatThrownBy(() -> FileFormat.JSON.read("{\"peers\": [\n}")).hasMessage("line 2: it is no valid JSON");
        assertThatThrownBy(() -> FileFormat.JSON.read("[".repeat(100_000))).isInstanceOf(MalformedFileException.class);
        assertThatThrownBy(() -> FileFormat.CSV.read("")).isInstanceOf(MalformedFileException.class);
    }

    @Test
    @DisplayName("What the service would refuse is refused in the file: nothing is planned that must fail")
    void limits() {
        String groups = IntStream.range(0, 21).mapToObj(i -> "g" + i).collect(Collectors.joining("\n"));
        assertThatThrownBy(() -> FileFormat.CSV.read("jid,name,groups,note\n"
                        + "a.lit," + "x".repeat(201) + ",," + "x".repeat(1_001) + "\n"
                        + "b.lit,,\"" + groups + "\",\nc.lit,," + "x".repeat(101) + ",\nd.lit,\u202e,,\n"))
                .isInstanceOfSatisfying(
                        MalformedFileException.class,
                        e -> assertThat(e.faults())
                                .containsExactly(
                                        "line 2: name takes at most 200 characters",
                                        "line 2: note takes at most 1,000 characters",
                                        "line 3: groups takes at most 20, not 21",
                                        "line 24: groups takes at most 100 characters",
                                        "line 25: name takes no control characters and no line breaks"));
        assertThatCode(() -> FileFormat.CSV.read("jid,name,groups,note\n"
                        + "a.lit," + "😀".repeat(200) + "," + "x".repeat(100) + "," + "x".repeat(1_000) + "\n"
                        + "b.lit,,\"" + groups.replace("g20", "g0") + "\",\n"))
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("Semicolons or tabs for commas, as some spreadsheets write them, are named as what they are")
    void semicolons() {
        for (String mark : List.of(";", "\t")) {
            assertThatThrownBy(() -> FileFormat.CSV.read("jid,state,name\na.lit,Both,x\n".replace(",", mark)))
                    .hasMessageStartingWith(
                            "line 1: its columns have semicolons or tabs between them: commas are right");
        }
    }

    @Test
    @DisplayName("A state is RFC 3921's own word for it")
    void states() throws Exception {
        for (SubscriptionState state : SubscriptionState.values()) {
            assertThat(FileFormat.CSV.read("jid,state\na.lit," + state.rfcName() + "\n"))
                    .singleElement()
                    .satisfies(record -> assertThat(record.state()).contains(state));
        }
    }
}
