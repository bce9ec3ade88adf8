package org.serverroster.stream;

import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
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

    private static final int RENEW_AFTER = 64 << 10;

    private final Limits limits;
    private final long tokenBytes;
    private final TokenReader reader;
    private final ElementBuilder builder = new ElementBuilder();
    private final OpenTags open = new OpenTags();

    private long stanzaStart;
    private Optional<String> skipping = Optional.empty();
    private boolean between;
    private boolean over;

    StanzaParser(Limits limits) {
        this(limits, RENEW_AFTER);
    }

    /** @param renewAfter see {@link TokenReader} */
    StanzaParser(Limits limits, int renewAfter) {
        this.limits = limits;
        this.reader = new TokenReader(limits.attributes(), renewAfter);
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
            for (TagGate.Piece piece : reader.pieces(bytes, length)) {
                reader.give(piece);
                takeAll(out);
            }
            if (!over && !reader.broken().isEmpty()) {
                throw new Refusal(StreamCondition.NOT_WELL_FORMED, reader.broken());
            }
        } catch (Refusal e) {
            end(new StreamEvent.Fault(e.condition, e.getMessage()), out);
        } catch (XMLStreamException e) {
            end(new StreamEvent.Fault(condition(e), firstLine(e.getMessage())), out);
        }
    }

    /**
     * Whether all that it was fed was the stream's header and whole elements below it, so that the next byte may begin a
     * stanza. One that it is not fed then makes no difference to what it says of the others.
     */
    boolean isBetweenStanzas() {
        return between && !over && reader.isAtRest();
    }

    private void takeAll(Consumer<StreamEvent> out) throws XMLStreamException, Refusal {
        while (!over) {
            int token = reader.next();
            if (token == TokenReader.INCOMPLETE) {
                checkToken();
                return;
            }
            take(token, out);
            between = token == XMLStreamConstants.END_ELEMENT && open.depth() == 1;
            reader.tokenTaken();
        }
    }

    private void take(int token, Consumer<StreamEvent> out) throws XMLStreamException, Refusal {
        switch (token) {
            case XMLStreamConstants.START_DOCUMENT -> checkEncoding();
            case XMLStreamConstants.START_ELEMENT -> startElement(out);
            case XMLStreamConstants.END_ELEMENT -> endElement(out);
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE -> text();
            case XMLStreamConstants.CDATA -> {
                checkToken();
                text();
            }
            case XMLStreamConstants.COMMENT -> throw restricted("a comment");
            case XMLStreamConstants.PROCESSING_INSTRUCTION -> throw restricted("a processing instruction");
            case XMLStreamConstants.DTD -> throw restricted("a document type");
            case XMLStreamConstants.ENTITY_REFERENCE -> throw restricted("an entity that is not predefined");
            default -> throw new Refusal(StreamCondition.BAD_FORMAT, "an XML token of type " + token);
        }
    }

    private void checkEncoding() throws Refusal {
        String encoding = reader.token().getCharacterEncodingScheme();
        // RFC 6120, section 11.6: "Implementations MUST support the UTF-8 transformation ... and MUST NOT attempt to
        // use any other encoding."
        if (encoding != null && !encoding.equalsIgnoreCase("UTF-8")) {
            throw new Refusal(StreamCondition.UNSUPPORTED_ENCODING, "the encoding " + encoding);
        }
    }

    private void startElement(Consumer<StreamEvent> out) throws XMLStreamException, Refusal {
        checkToken();
        XMLStreamReader2 tag = reader.token();
        open.push(tag, reader.tokenBytes());
        if (open.depth() == 1) {
            out.accept(header(tag));
            return;
        }
        if (open.depth() == 2) {
            if (isHeader(tag)) {
                throw new Refusal(StreamCondition.BAD_FORMAT, "a second stream header");
            }
            stanzaStart = reader.tokenStart();
            skipping = Optional.empty();
            builder.begin();
        }
        if (skipping.isEmpty()) {
            skipping = tooMuch(tag);
            if (skipping.isEmpty()) {
                skipping = builder.start(tag);
            }
            if (skipping.isPresent()) {
                builder.forget(tag);
            }
        }
        if (open.bytes() > tokenBytes) {
            throw new Refusal(StreamCondition.POLICY_VIOLATION, "elements nested beyond all measure");
        }
    }

    private static boolean isHeader(XMLStreamReader2 tag) {
        return tag.getLocalName().equals("stream") && Namespaces.STREAM.equals(tag.getNamespaceURI());
    }

    private static StreamEvent header(XMLStreamReader2 tag) throws Refusal {
        if (!tag.getLocalName().equals("stream")) {
            throw new Refusal(StreamCondition.BAD_FORMAT, "no stream header but " + tag.getLocalName());
        }
        if (!isHeader(tag)) {
            throw new Refusal(StreamCondition.INVALID_NAMESPACE, "a stream header in another namespace");
        }
        String content = tag.getNamespaceContext().getNamespaceURI("");
        if (!Namespaces.COMPONENT_ACCEPT.equals(content)) {
            throw new Refusal(StreamCondition.INVALID_NAMESPACE, "a stream of " + content);
        }
        String id = tag.getAttributeValue("", "id");
        return new StreamEvent.Header(Optional.ofNullable(id).filter(value -> !value.isEmpty()));
    }

    private Optional<String> tooMuch(XMLStreamReader2 tag) throws XMLStreamException {
        if (isTooLarge()) {
            return Optional.of(tooLarge());
        }
        if (open.depth() - 1 > limits.depth()) {
            return Optional.of("it nests deeper than " + limits.depth());
        }
        if (tag.getAttributeCount() + tag.getNamespaceCount() > limits.attributes()) {
            return Optional.of("an element has more than " + limits.attributes() + " attributes");
        }
        return Optional.empty();
    }

    private void endElement(Consumer<StreamEvent> out) throws XMLStreamException {
        open.pop();
        if (open.depth() == 0) {
            end(new StreamEvent.End(), out);
            return;
        }
        skipIfTooLarge();
        if (skipping.isEmpty()) {
            builder.end();
        }
        if (open.depth() == 1) {
            out.accept(
                    skipping.isEmpty()
                            ? new StreamEvent.TopLevel(builder.take())
                            : new StreamEvent.Skipped(builder.take(), reader.position() - stanzaStart, skipping.get()));
        }
        reader.renewIfDue(open);
    }

    private void text() throws XMLStreamException, Refusal {
        if (open.depth() == 1) {
            if (!reader.text().isBlank()) {
                throw new Refusal(StreamCondition.BAD_FORMAT, "text outside of any stanza");
            }
            return;
        }
        skipIfTooLarge();
        if (skipping.isEmpty()) {
            builder.text(reader.text());
        }
    }

    private void skipIfTooLarge() throws XMLStreamException {
        if (skipping.isEmpty() && isTooLarge()) {
            skipping = Optional.of(tooLarge());
            builder.forget(reader.token());
        }
    }

    private boolean isTooLarge() throws XMLStreamException {
        return limits.stanzaBytes() != 0 && reader.position() - stanzaStart > limits.stanzaBytes();
    }

    private String tooLarge() {
        return "it is larger than " + limits.stanzaBytes() + " bytes";
    }

    /** The reader keeps a token in memory until it is whole. */
    private void checkToken() throws XMLStreamException, Refusal {
        if (reader.tokenBytes() > tokenBytes) {
            throw new Refusal(StreamCondition.POLICY_VIOLATION, "a single token of more than " + tokenBytes + " bytes");
        }
    }

    private void end(StreamEvent last, Consumer<StreamEvent> out) {
        over = true;
        builder.begin();
        out.accept(last);
    }

    /** The reader tells this fault apart from bad XML in its words alone. */
    private StreamCondition condition(XMLStreamException e) {
        String words = String.valueOf(e.getMessage());
        return open.depth() == 0 && words.startsWith("Unsupported encoding")
                ? StreamCondition.UNSUPPORTED_ENCODING
                : StreamCondition.NOT_WELL_FORMED;
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
