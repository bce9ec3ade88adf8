package org.serverroster.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/** Asks over one link, and counts what comes back. Of one thread. */
public final class Asking {

    private final Link link;
    private final Questions questions;
    private final Consumer<ScannedStanza> count = this::count;
    private long answered;

    /** Nothing is sent yet. */
    public Asking(Link link, Questions questions) {
        this.link = link;
        this.questions = questions;
    }

    /**
     * How many questions were answered, and how long that took.
     *
     * @param answers how many
     * @param nanos from the first question's way out to the last answer
     */
    public record Rate(long answers, long nanos) {

        /** In a second. */
        public double perSecond() {
            return answers * 1e9 / nanos;
        }
    }

    /** Asks every question once and looks at each answer. */
    public void verify(int window) throws IOException {
        questions.rewind();
        long[] right = {0};
        int sent = Math.min(window, questions.size());
        questions.send(link, sent);
        while (right[0] < questions.size()) {
            long before = right[0];
            link.receive(stanza -> {
                if (!stanza.isPresence()) {
                    String fault = questions.faultOf(stanza);
                    if (!fault.isEmpty()) {
                        throw new IllegalStateException("a wrong answer: " + fault);
                    }
                    right[0]++;
                }
            });
            int more = (int) Math.min(right[0] - before, questions.size() - sent);
            questions.send(link, more);
            sent += more;
        }
        questions.rewind();
    }

    /** Keeps so many questions under way for that long, and then waits for the answers that are left. */
    public Rate pipelined(int window, Duration time) throws IOException {
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        answered = 0;
        long sent = window;
        questions.send(link, window);
        while (answered < sent) {
            long before = answered;
            link.receive(count);
            if (System.nanoTime() < end) {
                int more = (int) (answered - before);
                questions.send(link, more);
                sent += more;
            }
        }
        return new Rate(answered, System.nanoTime() - begin);
    }

    /** Asks one after the other, and returns how long each answer took, in nanoseconds, the shortest first. */
    public long[] oneAtATime(int number) throws IOException {
        long[] times = new long[number];
        for (int i = 0; i < number; i++) {
            answered = 0;
            long begin = System.nanoTime();
            questions.send(link, 1);
            while (answered == 0) {
                link.receive(count);
            }
            times[i] = System.nanoTime() - begin;
        }
        Arrays.sort(times);
        return times;
    }

    private void count(ScannedStanza stanza) {
        if (stanza.isResult()) {
            answered++;
        } else if (stanza.isError()) {
            throw new IllegalStateException("an error in answer to a question: " + stanza.text());
        }
    }
}
