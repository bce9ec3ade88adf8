package org.serverroster.bench;

import java.io.PrintStream;
import java.util.Locale;

/** Says what is going on, each line with the seconds since the beginning. One thread at a time. */
public final class Progress {

    private final PrintStream out;
    private final long begin = System.nanoTime();

    /** Nothing is said yet. */
    public Progress(PrintStream out) {
        this.out = out;
    }

    /** One line. */
    public void say(String words, Object... values) {
        out.printf(Locale.ROOT, "%4d s  %s%n", seconds(), String.format(Locale.ROOT, words, values));
        out.flush();
    }

    /** Since the beginning. */
    public long seconds() {
        return (System.nanoTime() - begin) / 1_000_000_000L;
    }
}
