package org.serverroster.stream;

import java.nio.charset.StandardCharsets;
import org.dom4j.Element;

/** Answers {@code <iq id='…'/>} straight from its bytes with {@code <iq re='…'>xx…</iq>}; the rest is {@link Heard}. */
final class Answering implements StreamListener {

    private static final byte[] ASKED = "<iq id='".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "'/>".getBytes(StandardCharsets.UTF_8);

    private final Heard heard;
    private final byte[] content;

    /** @param size of the content of each answer */
    Answering(Heard heard, int size) {
        this.heard = heard;
        this.content = ("'>" + "x".repeat(size) + "</iq>").getBytes(StandardCharsets.UTF_8);
    }

    Heard.Running run(StreamSettings settings) {
        ComponentStream stream = new ComponentStream(settings, this, heard.metrics);
        stream.start();
        return new Heard.Running(stream);
    }

    static String question(int id) {
        return "<iq id='" + id + "'/>";
    }

    @Override
    public int answer(byte[] bytes, int from, int to, Answers answers) {
        for (int i = 0; i < ASKED.length; i++) {
            if (from + i == to) {
                return Shortcut.UNFINISHED;
            }
            if (bytes[from + i] != ASKED[i]) {
                return Shortcut.OTHER;
            }
        }
        int id = from + ASKED.length;
        int end = id;
        while (end < to && bytes[end] != '\'') {
            end++;
        }
        if (to - end < END.length) {
            return Shortcut.UNFINISHED;
        }
        answers.add("<iq re='".getBytes(StandardCharsets.UTF_8)).add(bytes, id, end);
        answers.add(content).end();
        return end + END.length - from;
    }

    @Override
    public void attached() {
        heard.attached();
    }

    @Override
    public void received(Element stanza) {
        heard.received(stanza);
    }

    @Override
    public void oversized(Element root) {
        heard.oversized(root);
    }

    @Override
    public void detached(StreamEnd why) {
        heard.detached(why);
    }
}
