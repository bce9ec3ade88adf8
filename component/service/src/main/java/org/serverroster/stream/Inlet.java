package org.serverroster.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * What comes from the server, on its way to where it is dealt with: whole stanzas to the {@link Shortcut}, where one may
 * begin, and what that leaves alone to the parser. Which of them a stanza takes makes no difference that could be seen
 * from outside.
 *
 * <p>Owned by the stream's reader thread.
 */
final class Inlet {

    private static final int SIZE = 64 << 10;

    private final StanzaParser parser;
    private final Shortcut shortcut;
    private final Consumer<StreamEvent> events;
    private final Consumer<Answers> leave;
    private final byte[] bytes = new byte[SIZE];
    private final Answers answers = new Answers();

    /** How many bytes are kept: the beginning of what may be a stanza for the shortcut. The parser stands before them. */
    private int kept;

    /**
     * @param events told what the parser sees
     * @param leave takes the answers of the shortcut away: before anything else is dealt with, so that what is said stays
     *     in order
     */
    Inlet(StanzaParser parser, Shortcut shortcut, Consumer<StreamEvent> events, Consumer<Answers> leave) {
        this.parser = parser;
        this.shortcut = shortcut;
        this.events = events;
        this.leave = leave;
    }

    /** Waits for bytes. Returns how many came, or a negative number at the end of the stream. */
    int read(InputStream in) throws IOException {
        return in.read(bytes, kept, bytes.length - kept);
    }

    /** Deals with what was read last. */
    void take(int count) {
        int to = kept + count;
        int at = 0;
        while (at < to) {
            int taken = Shortcut.OTHER;
            if (parser.isBetweenStanzas()) {
                do {
                    at += Math.max(0, taken);
                    taken = shortcut.answer(bytes, at, to, answers);
                } while (taken > 0);
                answers.undo();
            }
            if (taken == Shortcut.UNFINISHED && to - at <= Shortcut.MOST_UNFINISHED) {
                break;
            }
            letOut();
            int next = nextIq(at + 1, to);
            parse(at, next);
            at = next;
        }
        letOut();
        System.arraycopy(bytes, at, bytes, 0, to - at);
        kept = to - at;
    }

    private void letOut() {
        if (answers.stanzas() > 0) {
            leave.accept(answers);
        }
    }

    /** Behind what the parser is given here it may stand between stanzas again. If it does not, nothing is lost. */
    private int nextIq(int from, int to) {
        for (int i = from; i + 3 < to; i++) {
            if (bytes[i] == '<' && bytes[i + 1] == 'i' && bytes[i + 2] == 'q' && bytes[i + 3] == ' ') {
                return i;
            }
        }
        return to;
    }

    private void parse(int from, int to) {
        byte[] piece = from == 0 ? bytes : Arrays.copyOfRange(bytes, from, to);
        parser.feed(piece, to - from, events);
    }
}
