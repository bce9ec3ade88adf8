package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.subscription.SubscriptionState.BOTH;
import static org.serverroster.subscription.SubscriptionState.NONE;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.serverroster.roster.TwoRosters.Side;
import org.serverroster.roster.TwoRosters.Word;

/**
 * Two rosters wired to each other under any interleaving, loss and duplication of stanzas and administrators' words:
 * they never reach a state that either administrator did not consent to, and converge once stanzas flow.
 */
class TwoRostersPropertyTest {

    /** What can happen at one side. */
    private enum Move {
        SPEAK,
        RECEIVE,
        LOSE,
        DUPLICATE
    }

    /** Something that happens at one side; what needs a stanza on its way is nothing where there is none. */
    record Step(boolean montague, Move move, Word word) {

        void make(TwoRosters two) {
            Side side = two.side(montague);
            if (move == Move.SPEAK) {
                side.say(word);
            } else if (!side.inbox.isEmpty()) {
                switch (move) {
                    case RECEIVE -> side.receive();
                    case LOSE -> side.lose();
                    default -> side.duplicate();
                }
            }
        }

        @Override
        public String toString() {
            return (montague ? "M " : "C ") + (move == Move.SPEAK ? word : move);
        }
    }

    @Provide
    Arbitrary<List<Step>> anything() {
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.frequency(
                                Tuple.of(4, Move.SPEAK),
                                Tuple.of(6, Move.RECEIVE),
                                Tuple.of(1, Move.LOSE),
                                Tuple.of(1, Move.DUPLICATE)),
                        Arbitraries.of(Word.class))
                .as(Step::new);
        return step.list().ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<Step>> words() {
        return Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(Word.class))
                .as((montague, word) -> new Step(montague, Move.SPEAK, word))
                .list()
                .ofMaxSize(20);
    }

    @Property(tries = 5_000)
    @Label("never a state that either administrator did not consent to, under any interleaving, loss and duplication")
    void noStateWithoutConsent(
            @ForAll("anything") List<Step> steps, @ForAll boolean montagueReverse, @ForAll boolean capuletReverse) {
        TwoRosters two = new TwoRosters(montagueReverse, capuletReverse);
        for (Step step : steps) {
            step.make(two);
            assertThat(two.violation()).as("after %s: %s", step, two).isEmpty();
        }
        attachAndFlow(two);
        assertThat(two.violation()).as("%s", two).isEmpty();
    }

    @Property(tries = 2_000)
    @Label("the two mirror each other once stanzas flow, though each may come twice")
    void mirrorsWhereNothingIsLost(
            @ForAll("words") List<Step> words,
            @ForAll boolean montagueReverse,
            @ForAll boolean capuletReverse,
            @ForAll List<Boolean> twice) {
        TwoRosters two = new TwoRosters(montagueReverse, capuletReverse);
        int at = 0;
        for (Step word : words) {
            word.make(two);
            for (Side side : List.of(two.montague, two.capulet)) {
                if (!side.inbox.isEmpty() && !twice.isEmpty() && twice.get(at++ % twice.size())) {
                    side.duplicate();
                }
            }
            two.flow();
            assertConsistent(two);
        }
        attachAndFlow(two);
        assertThat(two.asymmetry()).as("%s", two).isEmpty();
    }

    /** A block that ignores makes the other's request a thing of one side, until the next attach after its end. */
    private static void assertConsistent(TwoRosters two) {
        assertThat(two.montague.item().state().to())
                .isEqualTo(two.capulet.item().state().from());
        assertThat(two.capulet.item().state().to())
                .isEqualTo(two.montague.item().state().from());
    }

    @Property(tries = 2_000)
    @Label("whatever is lost heals on attaching: what may not have been heard is said again, or asked")
    void whateverIsLostHeals(
            @ForAll("words") List<Step> words,
            @ForAll boolean montagueReverse,
            @ForAll boolean capuletReverse,
            @ForAll List<Boolean> lost) {
        TwoRosters two = new TwoRosters(montagueReverse, capuletReverse);
        int at = 0;
        for (Step word : words) {
            word.make(two);
            while (!two.montague.inbox.isEmpty() || !two.capulet.inbox.isEmpty()) {
                Side side = two.side(!two.montague.inbox.isEmpty());
                boolean lose = !lost.isEmpty() && lost.get(at++ % lost.size());
                if (lose) {
                    side.lose();
                } else {
                    side.receive();
                }
            }
        }
        attachAndFlow(two);
        assertThat(two.asymmetry()).as("%s", two).isEmpty();
    }

    @Property(tries = 2_000)
    @Label("whatever happened, the administrators can end everything, and begin anew")
    void fromAnyStateToNoneAndToBoth(
            @ForAll("anything") List<Step> steps, @ForAll boolean montagueReverse, @ForAll boolean capuletReverse) {
        TwoRosters two = new TwoRosters(montagueReverse, capuletReverse);
        steps.forEach(step -> step.make(two));
        two.flow();

        for (Word word : List.of(Word.UNBLOCK, Word.UNSUBSCRIBE, Word.BLOCK)) {
            both(two).forEach(side -> side.say(word));
            two.flow();
        }
        assertThat(both(two)).extracting(side -> side.item().state()).containsOnly(NONE);

        two.montague.say(Word.SUBSCRIBE);
        two.flow();
        two.capulet.say(Word.APPROVE);
        two.flow();
        two.montague.say(Word.APPROVE);
        two.flow();
        assertThat(both(two)).extracting(side -> side.item().state()).containsOnly(BOTH);
    }

    @Property(tries = 2_000)
    @Label("Remove, with the peer's own subscription: the item leaves, unless a block keeps it")
    void removedAndRevokedIsGone(
            @ForAll("anything") List<Step> steps, @ForAll boolean montagueReverse, @ForAll boolean capuletReverse) {
        TwoRosters two = new TwoRosters(montagueReverse, capuletReverse);
        steps.forEach(step -> step.make(two));
        two.flow();

        two.montague.say(Word.REMOVE_AND_REVOKE);

        assertThat(two.montague.item().state()).isEqualTo(NONE);
        assertThat(two.montague.item().isEmpty()).isEqualTo(!two.montague.item().blocked());
        two.flow();
        // Not so its To, where a loss before has left it one that we know nothing of.
        assertThat(two.capulet.item().state().from()).isFalse();
    }

    @Property(tries = 2_000)
    @Label("Remove, without the peer's own subscription: what the peer has of us stays as it was")
    void removedKeepsWhatThePeerHas(
            @ForAll("anything") List<Step> steps, @ForAll boolean montagueReverse, @ForAll boolean capuletReverse) {
        TwoRosters two = new TwoRosters(montagueReverse, capuletReverse);
        steps.forEach(step -> step.make(two));
        two.flow();
        boolean from = two.montague.item().state().from();
        boolean pendingIn = two.montague.item().state().pendingIn();

        two.montague.say(Word.REMOVE);

        assertThat(two.montague.item().state().from()).isEqualTo(from);
        assertThat(two.montague.item().state().pendingIn()).isEqualTo(pendingIn);
        assertThat(two.montague.item().state().to()).isFalse();
        assertThat(two.montague.item().state().pendingOut()).isFalse();
        assertThat(two.montague.item().approved()).isFalse();
    }

    @Property(tries = 500)
    @Label("requests that cross each other meet: both ask at once")
    void crossingRequestsMeet(
            @ForAll List<Boolean> order, @ForAll boolean montagueReverse, @ForAll boolean capuletReverse) {
        TwoRosters two = new TwoRosters(montagueReverse, capuletReverse);
        two.montague.say(Word.SUBSCRIBE);
        two.capulet.say(Word.SUBSCRIBE);
        for (boolean first : order) {
            if (!two.side(first).inbox.isEmpty()) {
                two.side(first).receive();
            }
        }
        two.flow();
        both(two).forEach(side -> side.say(Word.APPROVE));
        two.flow();
        assertThat(both(two)).extracting(side -> side.item().state()).containsOnly(BOTH);
    }

    private static List<Side> both(TwoRosters two) {
        return Stream.of(two.montague, two.capulet).toList();
    }

    private static void attachAndFlow(TwoRosters two) {
        two.flow();
        both(two).forEach(Side::attach);
        two.flow();
    }
}
