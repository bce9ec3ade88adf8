package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.serverroster.roster.TwoRosters.Word;

/**
 * Two rosters whose streams break at any moment and lose what the server had not taken, and whose pings get lost: "What is
 * not confirmed when the stream breaks or the process dies is sent again after the next attach, in order; repeats are
 * harmless by the state tables." And what their servers had taken may be lost behind them, whatever it is: once both have
 * attached again, each while the other was there, that has healed.
 */
class LossyStreamsPropertyTest {

    /** What can happen at one side besides an administrator's word. */
    private enum Move {
        SERVER_TAKES,
        RECEIVE,
        PING_COMES_BACK,
        CUT,
        LOSE_INBOUND,
        ATTACH
    }

    record Step(boolean montague, Move move) {

        @Override
        public String toString() {
            return (montague ? "M " : "C ") + move;
        }
    }

    /**
     * What one side's administrator says, one word to an attached stream or several while there is none, and what happens
     * then.
     */
    record Round(boolean montague, List<Word> words, List<Step> steps) {}

    @Provide
    Arbitrary<List<Round>> rounds() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of(Word.class).list().ofMinSize(1).ofMaxSize(4),
                        steps().list().ofMaxSize(30))
                .as(Round::new)
                .list()
                .ofMaxSize(8);
    }

    private static Arbitrary<Step> steps() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.frequency(
                                Tuple.of(6, Move.SERVER_TAKES),
                                Tuple.of(6, Move.RECEIVE),
                                Tuple.of(3, Move.PING_COMES_BACK),
                                Tuple.of(1, Move.CUT),
                                Tuple.of(1, Move.LOSE_INBOUND),
                                Tuple.of(2, Move.ATTACH)))
                .as(Step::new);
    }

    private TwoRosters two;
    private LossyStream ofMontague;
    private LossyStream ofCapulet;

    private void begin(boolean montagueReverse, boolean capuletReverse) {
        two = new TwoRosters(montagueReverse, capuletReverse);
        ofMontague = new LossyStream(two, two.montague);
        ofCapulet = new LossyStream(two, two.capulet);
    }

    private LossyStream stream(boolean montague) {
        return montague ? ofMontague : ofCapulet;
    }

    private void make(Step step) {
        LossyStream stream = stream(step.montague());
        switch (step.move()) {
            case SERVER_TAKES -> stream.take();
            case RECEIVE -> receive(step.montague());
            case PING_COMES_BACK -> stream.pingComesBack();
            case CUT -> stream.cut();
            case LOSE_INBOUND -> stream.loseInbound();
            case ATTACH -> attach(step.montague());
        }
    }

    private void receive(boolean montague) {
        if (!two.side(montague).inbox.isEmpty()) {
            two.side(montague).receive();
        }
    }

    /**
     * What is on its way to the side arrives before it asks again: a request that crosses its own refusal is new to who
     * refused, by RFC 3921's tables, whether a stream broke or not.
     */
    private void attach(boolean montague) {
        if (stream(montague).isAttached()) {
            return;
        }
        while (!stream(!montague).isQuietOutwards()) {
            stream(!montague).take();
        }
        while (!two.side(montague).inbox.isEmpty()) {
            receive(montague);
        }
        stream(montague).attach();
    }

    @Property(tries = 5_000)
    @Label("both rosters end as mirror images, and nothing stays owed")
    void bothEndAsMirrorImages(
            @ForAll("rounds") List<Round> rounds, @ForAll boolean montagueReverse, @ForAll boolean capuletReverse) {
        begin(montagueReverse, capuletReverse);
        for (Round round : rounds) {
            if (round.words().size() > 1) {
                stream(round.montague()).cut();
            }
            round.words().forEach(two.side(round.montague())::say);
            round.steps().forEach(this::make);
            letAllRun();
            assertThat(two.asymmetry()).as("after %s: %s", round, two).isEmpty();
            assertThat(ofMontague.owes() || ofCapulet.owes()).as("%s", two).isFalse();
        }
    }

    @Property(tries = 5_000)
    @Label(
            "\"a subscribe that the peer has already refused, or that the admin has withdrawn, never goes out again\", and no"
                    + " state without consent, whatever is said when")
    void nothingOvertakenLeaves(
            @ForAll("rounds") List<Round> rounds, @ForAll boolean montagueReverse, @ForAll boolean capuletReverse) {
        begin(montagueReverse, capuletReverse);
        for (Round round : rounds) {
            for (Word word : round.words()) {
                two.side(round.montague()).say(word);
                round.steps().forEach(this::make);
                assertThat(two.violation()).as("after %s: %s", round, two).isEmpty();
            }
        }
        letAllRun();
        assertThat(two.violation()).as("%s", two).isEmpty();
        assertThat(ofMontague.sentWhileNotTrue()).isEmpty();
        assertThat(ofCapulet.sentWhileNotTrue()).isEmpty();
    }

    /** Nothing breaks any more but once, and each side attaches once more while the other is there. */
    private void letAllRun() {
        attach(true);
        attach(false);
        flow();
        for (boolean montague : new boolean[] {true, false}) {
            stream(montague).cut();
            attach(montague);
            flow();
        }
    }

    private void flow() {
        while (!ofMontague.isQuiet() || !ofCapulet.isQuiet()) {
            for (boolean montague : new boolean[] {true, false}) {
                for (Move move : new Move[] {Move.SERVER_TAKES, Move.PING_COMES_BACK, Move.RECEIVE}) {
                    make(new Step(montague, move));
                }
            }
        }
    }
}
