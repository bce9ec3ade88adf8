package org.serverroster.stream;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps tags with very many attributes from the reader: it takes time that grows with the square of their number, two
 * minutes for a megabyte of namespace declarations. Of such a tag the first few pass, one more than are allowed, so that
 * whoever counts them sees that there are too many.
 *
 * <p>Owned by the stream's reader thread. What it holds does not grow.
 */
final class TagGate {

    /**
     * Bytes that pass.
     *
     * @param dropped how many bytes of the stream before these did not pass
     */
    record Piece(byte[] bytes, int from, int to, int dropped) {}

    private enum State {
        TEXT,
        /** After {@code <}. */
        OPEN,
        /** After {@code <!}. */
        BANG,
        /** In a CDATA section. */
        SECTION,
        /** In an end tag or another thing that ends with the next {@code >}. */
        OTHER,
        TAG,
        VALUE,
        DROP,
        DROP_VALUE,
        /** After a slash that passes if it turns out to end the tag. */
        DROP_SLASH
    }

    private static final byte[] EMPTY_TAG_END = {'/', '>'};

    private final int most;
    private State state = State.TEXT;
    private int attributes;
    private int brackets;
    private byte quote;
    private int dropped;
    private boolean broken;

    /** @param most how many attributes a tag may have */
    TagGate(int most) {
        this.most = most;
    }

    /** What passes of {@code bytes}, in order. The pieces use the array itself. */
    List<Piece> pass(byte[] bytes, int length) {
        if (broken) {
            return List.of();
        }
        List<Piece> pieces = new ArrayList<>(1);
        int from = 0;
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            switch (state) {
                case TEXT -> {
                    text(b);
                    if (broken) {
                        add(pieces, bytes, from, i);
                        return pieces;
                    }
                }
                case OPEN -> open(b);
                case BANG -> state = b == '[' ? State.SECTION : State.OTHER;
                case SECTION -> section(b);
                case OTHER -> endAt(b, '>', State.TEXT);
                case TAG -> tag(b);
                case VALUE -> {
                    if (b == quote) {
                        state = State.TAG;
                        if (attributes > most) {
                            state = State.DROP;
                            add(pieces, bytes, from, i + 1);
                        }
                    }
                }
                case DROP, DROP_SLASH -> {
                    boolean slash = state == State.DROP_SLASH;
                    if (b == '>') {
                        if (slash) {
                            add(pieces, EMPTY_TAG_END, 0, 2);
                        }
                        from = slash ? i + 1 : i;
                        state = State.TEXT;
                    } else {
                        drop(b, slash);
                    }
                }
                case DROP_VALUE -> {
                    dropped++;
                    endAt(b, quote, State.DROP);
                }
            }
        }
        if (state != State.DROP && state != State.DROP_VALUE && state != State.DROP_SLASH) {
            add(pieces, bytes, from, length);
        }
        return pieces;
    }

    /**
     * Text held {@code ]]>}, which XML 1.0, section 2.4, forbids and the reader sees only if it comes in one piece;
     * nothing after it passes.
     */
    boolean broken() {
        return broken;
    }

    /** Whether it stands in text that has nothing remarkable so far. */
    boolean isAtRest() {
        return state == State.TEXT && brackets == 0 && !broken;
    }

    private void text(byte b) {
        if (b == '<') {
            state = State.OPEN;
        } else if (b == ']') {
            brackets++;
        } else {
            broken = b == '>' && brackets >= 2;
            brackets = 0;
        }
    }

    private void add(List<Piece> pieces, byte[] bytes, int from, int to) {
        if (from < to) {
            pieces.add(new Piece(bytes, from, to, dropped));
            dropped = 0;
        }
    }

    private void open(byte b) {
        attributes = 0;
        brackets = 0;
        state = switch (b) {
            case '!' -> State.BANG;
            case '?', '/' -> State.OTHER;
            case '>' -> State.TEXT;
            default -> State.TAG;
        };
    }

    private void section(byte b) {
        if (b == ']') {
            brackets++;
        } else {
            if (b == '>' && brackets >= 2) {
                state = State.TEXT;
            }
            brackets = 0;
        }
    }

    private void tag(byte b) {
        if (b == '>') {
            state = State.TEXT;
        } else if (b == '\'' || b == '"') {
            quote = b;
            attributes++;
            state = State.VALUE;
        }
    }

    private void drop(byte b, boolean slash) {
        if (slash) {
            dropped++;
        }
        state = State.DROP;
        if (b == '/') {
            state = State.DROP_SLASH;
            return;
        }
        dropped++;
        if (b == '\'' || b == '"') {
            quote = b;
            state = State.DROP_VALUE;
        }
    }

    private void endAt(byte b, int end, State next) {
        if (b == end) {
            state = next;
        }
    }
}
