package org.serverroster.stream;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.UncheckedStreamException;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;

/**
 * The XML reader of one stream: Aalto's, kept from what it does not take well, and replaced before it grows. Counts
 * bytes as they are on the wire.
 *
 * <p>Owned by the stream's reader thread. Give it a piece, then ask for tokens until there is none.
 */
final class TokenReader {

    /** No token is whole: the next piece is needed. */
    static final int INCOMPLETE = AsyncXMLStreamReader.EVENT_INCOMPLETE;

    private final Utf8Gate characters = new Utf8Gate();
    private final TagGate tags;
    private final int renewAfter;

    private AsyncXMLStreamReader<AsyncByteArrayFeeder> reader = newReader();
    private byte[] fed = {};
    private int fedFrom;
    private int fedTo;
    /** Where in the stream the piece that was fed last begins. */
    private long pieceStart;
    /** Where in the stream this reader began to read. */
    private long born;
    /** What to add to the reader's own count of bytes, which starts at the beginning of the array it was fed. */
    private long origin;

    private long tokenStart;
    /** How many bytes after that the reader never saw. */
    private long tokenDropped;

    /**
     * @param attributes the most that a tag may have; of more, one more is shown and the others are passed over
     * @param renewAfter the reader keeps every name it ever saw, and searches them the slower the more there are; after
     *     so many bytes, at the end of an element, a new one takes over
     */
    TokenReader(int attributes, int renewAfter) {
        this.tags = new TagGate(attributes);
        this.renewAfter = renewAfter;
    }

    /** Cuts what came into pieces that can be given. They use the array itself. */
    List<TagGate.Piece> pieces(byte[] bytes, int length) {
        List<TagGate.Piece> pieces = new ArrayList<>(1);
        for (Utf8Gate.Piece text : characters.pass(bytes, length)) {
            pieces.addAll(tags.pass(text.bytes(), text.length()));
        }
        return pieces;
    }

    /** Why nothing comes after the last piece; empty: something may. */
    String broken() {
        if (tags.broken()) {
            return "]]> in the midst of text";
        }
        return characters.broken() ? "bytes that are no UTF-8" : "";
    }

    /** Whether nothing of what came is kept back, or was read and is no whole token yet. */
    boolean isAtRest() {
        try {
            return characters.isAtRest() && tags.isAtRest() && position() == tokenStart;
        } catch (XMLStreamException e) {
            return false;
        }
    }

    void give(TagGate.Piece piece) throws XMLStreamException {
        origin += piece.dropped();
        tokenDropped += piece.dropped();
        give(piece.bytes(), piece.from(), piece.to());
    }

    private void give(byte[] bytes, int from, int to) throws XMLStreamException {
        pieceStart = position();
        origin += fedFrom - from;
        fed = bytes;
        fedFrom = from;
        fedTo = to;
        reader.getInputFeeder().feedInput(bytes, from, to - from);
    }

    /** The next token as {@link XMLStreamConstants} has it, or {@link #INCOMPLETE}. */
    int next() throws XMLStreamException {
        try {
            return reader.next();
        } catch (UncheckedStreamException | IndexOutOfBoundsException | IllegalStateException e) {
            throw atALoss(e);
        }
    }

    /** The text that the reader stands on. */
    String text() throws XMLStreamException {
        try {
            return reader.getText();
        } catch (UncheckedStreamException | IndexOutOfBoundsException | IllegalStateException e) {
            throw atALoss(e);
        }
    }

    /** The reader has two ways to say that it is at a loss, and finishes a text only when asked for it. */
    private static XMLStreamException atALoss(RuntimeException e) {
        return new XMLStreamException(e.getMessage(), e);
    }

    /** The token that it stands on. */
    XMLStreamReader2 token() {
        return reader;
    }

    /** Where in the stream the token begins. */
    long tokenStart() {
        return tokenStart;
    }

    /** Where in the stream the token ends, or as far as there is any of it. */
    long position() throws XMLStreamException {
        try {
            return origin + reader.getLocationInfo().getEndingByteOffset();
        } catch (UncheckedStreamException | IndexOutOfBoundsException | IllegalStateException e) {
            throw atALoss(e);
        }
    }

    /** How much of the token the reader has to hold. */
    long tokenBytes() throws XMLStreamException {
        return position() - tokenStart - tokenDropped;
    }

    /** The token was dealt with: the next one begins. */
    void tokenTaken() throws XMLStreamException {
        tokenStart = position();
        tokenDropped = 0;
    }

    /**
     * Behind the end of an element, puts a fresh reader in the place of one that has read enough: it is told of the tags
     * that are open and takes what was left.
     */
    void renewIfDue(OpenTags open) throws XMLStreamException {
        long position = position();
        if (position - born <= renewAfter) {
            return;
        }
        int left = fedFrom + (int) (position - pieceStart);
        byte[] prologue = open.reopen().getBytes(StandardCharsets.UTF_8);
        reader.close();
        reader = newReader();
        reader.getInputFeeder().feedInput(prologue, 0, prologue.length);
        for (int depth = 0; depth < open.depth(); ) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                depth++;
            }
        }
        born = position;
        origin = position - prologue.length;
        fedFrom = 0;
        give(fed, left, fedTo);
    }

    private static AsyncXMLStreamReader<AsyncByteArrayFeeder> newReader() {
        // Readers of one factory share their names, so each has its own.
        return new InputFactoryImpl().createAsyncForByteArray();
    }
}
