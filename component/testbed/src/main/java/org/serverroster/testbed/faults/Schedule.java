package org.serverroster.testbed.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.serverroster.testbed.FaultyLink.Direction;

/**
 * What happens when, made from a seed alone: who decides what about whom, and what goes wrong where. It is the same for
 * the same settings on every machine; what then meets what is the machine's. Immutable.
 *
 * <p>The time is cut into rounds. After each one all is let run, and both sides must agree.
 *
 * <p>Decisions come as stories: one side asks, the other answers, and mostly somebody ends it later. Within a round
 * nobody asks anew where it has taken a request or subscription back: RFC 3921 answers that with {@code unsubscribed},
 * which would count as the answer to the new request, and both sides would differ with nothing lost.
 *
 * @param rounds what happens in each, by time
 */
record Schedule(List<Round> rounds) {

    private static final Duration ROUND = Duration.ofSeconds(60);

    /** Nothing of a fault is left over for the next round. */
    private static final double LONGEST_FAULT_SECONDS = 8;

    private record Odds(Deed deed, int weight) {}

    private static final List<Odds> BEGINNING =
            List.of(new Odds(Deed.SUBSCRIBE, 8), new Odds(Deed.UNBLOCK, 2), new Odds(Deed.EDIT, 1));

    private static final List<Odds> ANSWER = List.of(
            new Odds(Deed.APPROVE, 5),
            new Odds(Deed.APPROVE_ONLY, 4),
            new Odds(Deed.DENY, 3),
            new Odds(Deed.BLOCK, 1),
            new Odds(Deed.IGNORE, 1));

    private static final List<Odds> OUR_END = List.of(
            new Odds(Deed.UNSUBSCRIBE, 4),
            new Odds(Deed.REMOVE, 1),
            new Odds(Deed.REVOKE, 1),
            new Odds(Deed.SUBSCRIBE, 1));

    private static final List<Odds> ITS_END = List.of(
            new Odds(Deed.BLOCK, 4),
            new Odds(Deed.IGNORE, 1),
            new Odds(Deed.REVOKE, 1),
            new Odds(Deed.EDIT, 2),
            new Odds(Deed.UNBLOCK, 2));

    /**
     * A time to decide and to break, then to heal.
     *
     * @param acts of administrators, by time
     * @param faults by time
     */
    record Round(Duration lasts, List<Act> acts, List<Fault> faults) {

        Round {
            acts = List.copyOf(acts);
            faults = List.copyOf(faults);
        }
    }

    /**
     * @param at since the beginning of the round
     * @param side 0 or 1, whose administrator it is
     * @param own which of its components
     * @param peer which of the other side's
     */
    record Act(Duration at, int side, int own, int peer, Deed deed) {}

    /**
     * @param at since the beginning of the round
     * @param component whose connection it strikes, where it does not strike the whole side
     * @param lasts until what was broken works again
     * @param direction of the stanza that is cut
     * @param bytes of it that arrive
     */
    record Fault(
            Duration at, FaultKind kind, int side, int component, Duration lasts, Direction direction, int bytes) {}

    Schedule {
        rounds = List.copyOf(rounds);
    }

    /** The schedule of these settings. */
    static Schedule of(Settings settings) {
        Random random = new Random(settings.seed());
        long count = Math.max(1, Math.round((double) settings.duration().toMillis() / ROUND.toMillis()));
        Duration each = settings.duration().dividedBy(count);
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rounds.add(new Round(each, acts(settings, each, random), faults(settings, each, random)));
        }
        return new Schedule(rounds);
    }

    private static List<Act> acts(Settings settings, Duration lasts, Random random) {
        int wanted = (int) Math.ceil(settings.changesASecond() * lasts.toMillis() / 1000);
        List<Act> acts = new ArrayList<>();
        while (acts.size() < wanted) {
            acts.addAll(story(settings, lasts, random));
        }
        acts.sort(Comparator.comparing(Act::at));
        return withoutAskingAnew(acts.subList(0, wanted));
    }

    /** One asks; the other answers; one of them thinks better of it. */
    private static List<Act> story(Settings settings, Duration lasts, Random random) {
        List<Act> story = new ArrayList<>();
        int side = random.nextInt(2);
        int own = random.nextInt(settings.components());
        int peer = random.nextInt(settings.components());
        double at = random.nextDouble() * lasts.toMillis();
        Deed[] deeds = {
            pick(random, BEGINNING), pick(random, ANSWER), pick(random, random.nextBoolean() ? OUR_END : ITS_END)
        };
        for (int i = 0; i < deeds.length && at < lasts.toMillis(); i++) {
            boolean answer = i == 1 || i == 2 && random.nextBoolean();
            story.add(new Act(
                    Duration.ofMillis((long) at),
                    answer ? 1 - side : side,
                    answer ? peer : own,
                    answer ? own : peer,
                    deeds[i]));
            at += 200 + random.nextDouble() * 5_000;
        }
        return story;
    }

    private static List<Act> withoutAskingAnew(List<Act> acts) {
        Set<List<Integer>> takenBack = new HashSet<>();
        List<Act> lawful = new ArrayList<>();
        for (Act act : acts) {
            List<Integer> item = List.of(act.side(), act.own(), act.peer());
            if (act.deed().takesBack()) {
                takenBack.add(item);
            }
            Deed instead = act.deed() == Deed.APPROVE ? Deed.APPROVE_ONLY : Deed.EDIT;
            lawful.add(
                    act.deed().asks() && takenBack.contains(item)
                            ? new Act(act.at(), act.side(), act.own(), act.peer(), instead)
                            : act);
        }
        return lawful;
    }

    private static List<Fault> faults(Settings settings, Duration lasts, Random random) {
        List<FaultKind> urn = new ArrayList<>();
        // In the order of the enum, whatever set the settings hold.
        for (FaultKind kind : FaultKind.values()) {
            for (int i = 0; settings.faults().contains(kind) && i < kind.weight(); i++) {
                urn.add(kind);
            }
        }
        List<Fault> faults = new ArrayList<>();
        long count = urn.isEmpty() ? 0 : Math.round(settings.faultsAMinute() * lasts.toMillis() / 60_000);
        for (int i = 0; i < count; i++) {
            faults.add(new Fault(
                    Duration.ofMillis((long) (random.nextDouble() * lasts.toMillis())),
                    urn.get(random.nextInt(urn.size())),
                    random.nextInt(2),
                    random.nextInt(settings.components()),
                    Duration.ofMillis(
                            (long) (random.nextDouble() * random.nextDouble() * LONGEST_FAULT_SECONDS * 1000)),
                    random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_COMPONENT,
                    1 + random.nextInt(120)));
        }
        faults.sort(Comparator.comparing(Fault::at));
        return faults;
    }

    private static Deed pick(Random random, List<Odds> urn) {
        int left = random.nextInt(urn.stream().mapToInt(Odds::weight).sum());
        for (Odds odds : urn) {
            left -= odds.weight();
            if (left < 0) {
                return odds.deed();
            }
        }
        throw new IllegalStateException("An empty urn");
    }
}
