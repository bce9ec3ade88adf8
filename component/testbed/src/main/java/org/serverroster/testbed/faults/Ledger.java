package org.serverroster.testbed.faults;

import java.util.ArrayList;
import java.util.List;

/** What the administrators decided, in the order in which they did so about each item. Any thread. */
final class Ledger {

    private final List<Decision> decisions = new ArrayList<>();
    private int made;

    /** What an administrator was told. */
    enum Outcome {
        /** It was done: it is in the log, and in force until something later. */
        DONE,
        /** It is confirmed; perhaps there was nothing to do. */
        CONFIRMED,
        /** It was not done, and why. */
        REFUSED,
        /** Nothing, or an error: perhaps it was done. */
        UNKNOWN
    }

    /**
     * One decision.
     *
     * @param number of all, from 1
     * @param outcome what is known of it
     * @param said the words of the answer
     */
    record Decision(int number, ItemKey item, Deed deed, Outcome outcome, String said) {

        private static final int MOST_WORDS = 80;

        /** What finds it again in the logs of both sides. */
        String tag() {
            return tag(number);
        }

        static String tag(Object number) {
            return "decision " + number;
        }

        boolean confirmed() {
            return outcome == Outcome.DONE || outcome == Outcome.CONFIRMED;
        }

        @Override
        public String toString() {
            return "%s: %s is to %s %s (%s: %s)"
                    .formatted(tag(), item.local(), deed.words(), item.peer(), outcome, inShort());
        }

        private String inShort() {
            return said.length() <= MOST_WORDS ? said : said.substring(0, MOST_WORDS) + "…";
        }
    }

    /** The number of the next decision. */
    synchronized int next() {
        return ++made;
    }

    /** Those of one item come from one thread, so their order here is that in which they were made. */
    synchronized void add(Decision decision) {
        decisions.add(decision);
    }

    /** How many were made, those included whose answer is awaited. */
    synchronized int made() {
        return made;
    }

    synchronized int confirmed() {
        return (int) decisions.stream().filter(Decision::confirmed).count();
    }

    synchronized List<Decision> all() {
        return List.copyOf(decisions);
    }
}
