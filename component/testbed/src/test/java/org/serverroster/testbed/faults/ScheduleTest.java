package org.serverroster.testbed.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The schedule of a run: made from its seed alone. */
class ScheduleTest {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    @Test
    @DisplayName("The same seed gives the same schedule, another seed another")
    void repeatable() {
        assertThat(schedule(1)).isEqualTo(schedule(1)).isNotEqualTo(schedule(2));
    }

    @Test
    @DisplayName("It holds as many decisions and faults as the settings ask for, each within its round")
    void complete() {
        Schedule schedule = schedule(3);

        assertThat(schedule.rounds()).hasSize(5).allSatisfy(round -> {
            assertThat(round.lasts()).isEqualTo(Duration.ofMinutes(1));
            assertThat(round.acts()).hasSize(240).allMatch(act -> act.at().compareTo(round.lasts()) < 0);
            assertThat(round.faults()).hasSize(20).allMatch(fault -> fault.at().compareTo(round.lasts()) < 0);
        });
        assertThat(schedule.rounds().stream()
                        .flatMap(round -> round.faults().stream())
                        .map(Schedule.Fault::kind))
                .containsAll(EnumSet.of(FaultKind.KILL_SERVICE, FaultKind.CUT_IN_STANZA, FaultKind.STOP_DATABASE));
    }

    @Test
    @DisplayName("Within a round nobody asks anew where they have taken something back")
    void nobodyAsksAnew() {
        for (Schedule.Round round : schedule(4).rounds()) {
            Set<List<Integer>> takenBack = new HashSet<>();
            for (Schedule.Act act : round.acts()) {
                List<Integer> item = List.of(act.side(), act.own(), act.peer());
                if (act.deed().takesBack()) {
                    takenBack.add(item);
                }
                assertThat(act.deed().asks() && takenBack.contains(item)).isFalse();
            }
        }
    }

    @Test
    @DisplayName("Only the kinds of faults that the settings name strike")
    void onlyThese() {
        Settings all = Settings.of(FIVE_MINUTES, 5);
        Settings cuts = new Settings(
                all.duration(),
                all.seed(),
                all.changesASecond(),
                all.faultsAMinute(),
                all.servers(),
                all.components(),
                Set.of(FaultKind.CUT));

        assertThat(Schedule.of(cuts).rounds().stream().flatMap(round -> round.faults().stream()))
                .hasSize(100)
                .allMatch(fault -> fault.kind() == FaultKind.CUT);
    }

    private static Schedule schedule(long seed) {
        return Schedule.of(Settings.of(FIVE_MINUTES, seed));
    }
}
