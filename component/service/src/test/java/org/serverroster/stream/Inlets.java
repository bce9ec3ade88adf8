package org.serverroster.stream;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.dom4j.Element;

/** Feeds an inlet for tests of other packages, and keeps in order what leaves: whatever is answered from bytes or from elements. */
public final class Inlets {

    private final ByteArrayOutputStream left = new ByteArrayOutputStream();
    private final List<String> faults = new ArrayList<>();
    private final Inlet inlet;
    private int shortcuts;

    /** @param general takes a stanza that was parsed, and where its answers go */
    public Inlets(Shortcut shortcut, BiConsumer<Element, Inlets> general) {
        inlet = new Inlet(
                new StanzaParser(StreamSettings.Limits.DEFAULT),
                shortcut,
                event -> {
                    if (event instanceof StreamEvent.TopLevel top) {
                        general.accept(top.element(), this);
                    } else if (!(event instanceof StreamEvent.Header)) {
                        faults.add(Parsing.line(event));
                    }
                },
                answers -> {
                    shortcuts += answers.stanzas();
                    left.writeBytes(answers.take());
                });
        take(Parsing.utf8(Parsing.HEADER));
    }

    /** Gives it bytes, as if they had come in one piece, which it has no claim on afterwards. */
    public void take(byte[] bytes) {
        try (ByteArrayInputStream in = new ByteArrayInputStream(bytes)) {
            for (int count = inlet.read(in); count > 0; count = inlet.read(in)) {
                inlet.take(count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives it bytes in pieces that end at these places, in order. */
    public void take(byte[] bytes, List<Integer> cuts) {
        int from = 0;
        for (int cut : cuts.stream().sorted().toList()) {
            int to = Math.min(bytes.length, Math.max(from, cut));
            take(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        take(Arrays.copyOfRange(bytes, from, bytes.length));
    }

    /** What answers a stanza that was parsed. */
    public void send(Element stanza) {
        left.writeBytes(StanzaBytes.of(stanza));
    }

    /** All that left, in order. */
    public String left() {
        return left.toString(StandardCharsets.UTF_8);
    }

    /** How the stream ended, if it did, and what was skipped. */
    public List<String> faults() {
        return faults;
    }

    /** How many answers came from bytes. */
    public int shortcuts() {
        return shortcuts;
    }
}
