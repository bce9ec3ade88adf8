package org.serverroster.testbed.faults;

import java.io.PrintStream;

/** Tells what happens, one line each, with the seconds since the beginning. Any thread. */
final class Progress {

    private final PrintStream out;
    private final long began = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    /** One line with its time. */
    synchronized void say(String words) {
        out.printf("%7.1f s  %s%n", (System.nanoTime() - began) / 1e9, words);
        out.flush();
    }

    /** As it is, without a time. */
    synchronized void print(String text) {
        out.println(text);
        out.flush();
    }
}
