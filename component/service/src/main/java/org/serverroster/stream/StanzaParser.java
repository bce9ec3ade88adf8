package org.serverroster.stream;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.UncheckedStreamException;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.serverroster.stream.StreamSettings.Limits;
import org.serverroster.xmpp.Namespaces;

/**
 * Turns the bytes of one stream into {@link StreamEvent}s. What it says depends on the bytes alone, not on how they
 * are cut into feeds.
 *
 * <p>Owned by the stream's reader thread. It holds one stanza within the limits, or a single token or the open tags of
 * four times that, and never more: a larger stanza is skipped as it streams by.
 *
 * <p>Strict as RFC 6120, section 11.1, wants it: comments, processing instructions, DTDs and entities other than the
 * five predefined are faults.
 */
final class StanzaParser {

    /** A token of this many times the limit of a stanza ends the stream: the reader below must keep it whole. */
    private static final int TOKEN_FACTOR = 4;

    /** Stands in for {@link #TOKEN_FACTOR} where the size of a stanza has no limit. */
    private static final long TOKEN_BYTES_UNLIMITED = 64L << 20;

    /**
     * The reader keeps every name it ever saw, and searches them the slower the more there are: a stranger could fill
     * the memory with new ones. After so many bytes, at the end of an element, a new reader takes over.
     */
    private static final int RENEW_AFTER = 64 << 10;

    private final Limits limits;
    private final long tokenBytes;
    private final int renewAfter;
    private final ElementBuilder builder = new ElementBuilder();
    private final OpenTags open = new OpenTags();

    private final Utf8Gate characters = new Utf8Gate();
    private final TagGate tags;

    private AsyncXMLStreamReader<AsyncByteArrayFeeder> reader = newReader();
    private byte[] fed;
    private int fedFrom;
    private int fedTo;
    /** Where in the stream the piece that was fed last begins. */
    private long pieceStart;
    /** Where in the stream the reader began to read. */
    private long born;
    /** Where in the stream the reader's own count of bytes begins. */
    private long origin;
    /** Where in the stream the last token ended. */
    private long tokenEnd;
    /** How many bytes after that the reader never saw. */
    private long tokenDropped;

    private long stanzaStart;
    private Optional<String> skipping = Optional.empty();
    private boolean over;

    StanzaParser(Limits limits) {
        this(limits, RENEW_AFTER);
    }

    StanzaParser(Limits limits, int renewAfter) {
        this.limits = limits;
        this.tags = new TagGate(limits.attributes());
        this.renewAfter = renewAfter;
        this.tokenBytes =
                limits.stanzaBytes() == 0 ? TOKEN_BYTES_UNLIMITED : (long) TOKEN_FACTOR * limits.stanzaBytes();
    }

    /**
     * Takes the first {@code length} bytes of {@code bytes}, and has taken them all when it returns. After an {@link
     * StreamEvent.End} or {@link StreamEvent.Fault} it ignores what it is fed.
     */
    void feed(byte[] bytes, int length, Consumer<StreamEvent> out) {
        if (over) {
            return;
        }
        try {
            for (Utf8Gate.Piece text : characters.pass(bytes, length)) {
                for (TagGate.Piece piece : tags.pass(text.bytes(), text.length())) {
                    origin += piece.dropped();
                    tokenDropped += piece.dropped();
                    read(piece.bytes(), piece.from(), piece.to(), out);
                }
            }
            if (!over && (characters.broken() || tags.broken())) {
                throw new Refusal(
                        StreamCondition.NOT_WELL_FORMED,
                        tags.broken() ? "]]> in the midst of text" : "bytes that are no UTF-8");
            }
        } catch (Refusal e) {
            end(new StreamEvent.Fault(e.condition, e.getMessage()), out);
        } catch (XMLStreamException e) {
            end(new StreamEvent.Fault(condition(e), firstLine(e.getMessage())), out);
        } catch (UncheckedStreamException | IndexOutOfBoundsException | IllegalStateException e) {
            // The reader finishes a text when it is asked for it, and says so when it is at a loss.
            end(new StreamEvent.Fault(StreamCondition.NOT_WELL_FORMED, firstLine(e.getMessage())), out);
        }
    }

    private void read(byte[] bytes, int from, int to, Consumer<StreamEvent> out) throws XMLStreamException, Refusal {
        give(bytes, from, to);
        while (!over) {
            int token = reader.next();
            if (token == AsyncXMLStreamReader.EVENT_INCOMPLETE) {
                checkToken(position());
                return;
            }
            take(token, out);
        }
    }

    private void give(byte[] bytes, int from, int to) throws XMLStreamException {
        pieceStart = position();
        // The reader counts from the beginning of the array.
        origin += fedFrom - from;
        fed = bytes;
        fedFrom = from;
        fedTo = to;
        reader.getInputFeeder().feedInput(bytes, from, to - from);
    }

    /** How far into the stream the reader is. */
    private long position() throws XMLStreamException {
        return origin + reader.getLocationInfo().getEndingByteOffset();
    }

    private void take(int token, Consumer<StreamEvent> out) throws XMLStreamException, Refusal {
        switch (token) {
            case XMLStreamConstants.START_DOCUMENT -> checkEncoding();
            case XMLStreamConstants.START_ELEMENT -> startElement(out);
            case XMLStreamConstants.END_ELEMENT -> endElement(out);
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> text(token);
            case XMLStreamConstants.COMMENT -> throw restricted("a comment");
            case XMLStreamConstants.PROCESSING_INSTRUCTION -> throw restricted("a processing instruction");
            case XMLStreamConstants.DTD -> throw restricted("a document type");
            case XMLStreamConstants.ENTITY_REFERENCE -> throw restricted("an entity that is not predefined");
            default -> throw new Refusal(StreamCondition.BAD_FORMAT, "an XML token of type " + token);
        }
        tokenEnd = position();
        tokenDropped = 0;
    }

    private void checkEncoding() throws Refusal {
        String encoding = reader.getCharacterEncodingScheme();
        // RFC 6120, section 11.6: "Implementations MUST support the UTF-8 transformation ... and MUST NOT attempt to
        // use any other encoding."
        if (encoding != null && !encoding.equalsIgnoreCase("UTF-8")) {
            throw new Refusal(StreamCondition.UNSUPPORTED_ENCODING, "the encoding " + encoding);
        }
    }

    private void startElement(Consumer<StreamEvent> out) throws XMLStreamException, Refusal {
        long end = position();
        checkToken(end);
        open.push(reader, end - tokenEnd - tokenDropped);
        if (open.depth() == 1) {
            out.accept(header());
            return;
        }
        if (open.depth() == 2) {
            if (reader.getLocalName().equals("stream") && Namespaces.STREAM.equals(reader.getNamespaceURI())) {
                throw new Refusal(StreamCondition.BAD_FORMAT, "a second stream header");
            }
            stanzaStart = tokenEnd;
            skipping = Optional.empty();
            builder.begin();
        }
        if (skipping.isEmpty()) {
            skipping = tooMuch(end);
            if (skipping.isEmpty()) {
                skipping = builder.start(reader);
            }
            if (skipping.isPresent()) {
                builder.forget(reader);
            }
        }
        if (open.bytes() > tokenBytes) {
            throw new Refusal(StreamCondition.POLICY_VIOLATION, "elements nested beyond all measure");
        }
    }

    private StreamEvent header() throws Refusal {
        if (!reader.getLocalName().equals("stream")) {
            throw new Refusal(StreamCondition.BAD_FORMAT, "no stream header but " + reader.getLocalName());
        }
        if (!Namespaces.STREAM.equals(reader.getNamespaceURI())) {
            throw new Refusal(StreamCondition.INVALID_NAMESPACE, "a stream header in another namespace");
        }
        String content = reader.getNamespaceContext().getNamespaceURI("");
        if (!Namespaces.COMPONENT_ACCEPT.equals(content)) {
            throw new Refusal(StreamCondition.INVALID_NAMESPACE, "a stream of " + content);
        }
        String id = reader.getAttributeValue("", "id");
        return new StreamEvent.Header(Optional.ofNullable(id).filter(value -> !value.isEmpty()));
    }

    private Optional<String> tooMuch(long end) {
        if (over(end - stanzaStart)) {
            return Optional.of(tooLarge());
        }
        if (open.depth() - 1 > limits.depth()) {
            return Optional.of("it nests deeper than " + limits.depth());
        }
        if (reader.getAttributeCount() + reader.getNamespaceCount() > limits.attributes()) {
            return Optional.of("an element has more than " + limits.attributes() + " attributes");
        }
        return Optional.empty();
    }

    private void endElement(Consumer<StreamEvent> out) throws XMLStreamException {
        long end = position();
        open.pop();
        if (open.depth() == 0) {
            end(new StreamEvent.End(), out);
            return;
        }
        if (skipping.isEmpty() && over(end - stanzaStart)) {
            skipping = Optional.of(tooLarge());
            builder.forget(reader);
        }
        if (skipping.isEmpty()) {
            builder.end();
        }
        if (open.depth() == 1) {
            out.accept(
                    skipping.isEmpty()
                            ? new StreamEvent.TopLevel(builder.take())
                            : new StreamEvent.Skipped(builder.root(), end - stanzaStart, skipping.get()));
        }
        if (end - born > renewAfter) {
            renew(end);
        }
    }

    private void text(int token) throws XMLStreamException, Refusal {
        if (token == XMLStreamConstants.CDATA) {
            checkToken(position());
        }
        if (open.depth() == 1) {
            if (!reader.getText().isBlank()) {
                throw new Refusal(StreamCondition.BAD_FORMAT, "text outside of any stanza");
            }
        } else if (skipping.isPresent()) {
            reader.getTextLength();
        } else if (over(position() - stanzaStart)) {
            skipping = Optional.of(tooLarge());
            builder.forget(reader);
        } else {
            builder.text(reader.getText());
        }
    }

    private boolean over(long bytes) {
        return limits.stanzaBytes() != 0 && bytes > limits.stanzaBytes();
    }

    private String tooLarge() {
        return "it is larger than " + limits.stanzaBytes() + " bytes";
    }

    /** The reader keeps a token in memory until it is whole. */
    private void checkToken(long end) throws Refusal {
        if (end - tokenEnd - tokenDropped > tokenBytes) {
            throw new Refusal(StreamCondition.POLICY_VIOLATION, "a single token of more than " + tokenBytes + " bytes");
        }
    }

    /** Puts a fresh reader in the place of the old one: it is told of the tags that are open and takes what was left. */
    private void renew(long position) throws XMLStreamException {
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

    private void end(StreamEvent last, Consumer<StreamEvent> out) {
        over = true;
        builder.begin();
        out.accept(last);
    }

    private static AsyncXMLStreamReader<AsyncByteArrayFeeder> newReader() {
        // Readers of one factory share their names, so each has its own.
        return new InputFactoryImpl().createAsyncForByteArray();
    }

    /** The reader tells two faults apart from bad XML in its words alone. */
    private StreamCondition condition(XMLStreamException e) {
        String words = String.valueOf(e.getMessage());
        if (open.depth() == 0 && words.startsWith("Unsupported encoding")) {
            return StreamCondition.UNSUPPORTED_ENCODING;
        }
        return StreamCondition.NOT_WELL_FORMED;
    }

    private static Refusal restricted(String what) {
        return new Refusal(StreamCondition.RESTRICTED_XML, what);
    }

    private static String firstLine(String message) {
        return message == null ? "not XML" : message.lines().findFirst().orElse("not XML");
    }

    /** The bytes so far are no stream that we take. */
    private static final class Refusal extends Exception {

        private static final long serialVersionUID = 1;

        private final StreamCondition condition;

        Refusal(StreamCondition condition, String why) {
            super(why, null, false, false);
            this.condition = condition;
        }
    }
}
