package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.stream.Parsing.HEADER;
import static org.serverroster.stream.Parsing.SMALL;
import static org.serverroster.stream.Parsing.utf8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import org.serverroster.hostile.HostileCase;

/** Valid streams with bytes flipped, cut out, doubled and put in, and the hostile corpus treated in the same way. */
class MutatedStreamProperties {

    /** So much of a generated case is mutated: beyond that there is only more of the same. */
    private static final int MOST = 20_000;

    /** Bytes that mean something to XML or to UTF-8. */
    private static final byte[] TELLING = {
        '<',
        '>',
        '/',
        '&',
        ';',
        '\'',
        '"',
        '=',
        ' ',
        '!',
        '?',
        '[',
        ']',
        '-',
        ':',
        '#',
        0,
        1,
        10,
        13,
        (byte) 0x80,
        (byte) 0xBF,
        (byte) 0xC0,
        (byte) 0xC3,
        (byte) 0xE2,
        (byte) 0xED,
        (byte) 0xEF,
        (byte) 0xF0,
        (byte) 0xF4,
        (byte) 0xFE,
        (byte) 0xFF
    };

    private static final List<byte[]> SEEDS = seeds();

    private static List<byte[]> seeds() {
        List<byte[]> all = new ArrayList<>();
        String addresses = " from='capulet.lit' to='buddies.montague.lit'";
        for (String honest : List.of(
                "<presence type='subscribe'" + addresses + "><status>grüße 😀</status></presence>",
                "<iq type='get' id='t1'" + addresses + "><trust xmlns='urn:x-server-roster:trust:1' jid='a.lit'/></iq>",
                "<iq type='set' id='c1'" + addresses + "><command xmlns='http://jabber.org/protocol/commands' node='n'>"
                        + "<x xmlns='jabber:x:data' type='submit'><field var='peerjid'><value>a.lit</value></field></x>"
                        + "</command></iq>",
                "<message type='chat'" + addresses + "><body><![CDATA[a < b]]> &amp; &#x20AC;</body></message>",
                "<iq type='error' id='e'" + addresses + "><error type='cancel'><item-not-found"
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq></stream:stream>")) {
            all.add(utf8(HEADER + honest + "<presence" + addresses + "/>"));
        }
        for (HostileCase hostile : HostileCase.all()) {
            if (hostile.size() < 2_000_000) {
                byte[] bytes = hostile.bytes("stranger.lit", "buddies.montague.lit", "x");
                all.add(concat(utf8(HEADER), Arrays.copyOf(bytes, Math.min(bytes.length, MOST))));
            }
        }
        return all;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** One change to a stream; where is a share of its length. */
    private record Mutation(int kind, double where, int length, byte with) {

        byte[] of(byte[] bytes) {
            int at = (int) (where * bytes.length);
            int end = Math.min(bytes.length, at + length);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(bytes, 0, at);
            switch (kind) {
                case 0 -> out.write(with);
                case 1 -> {
                    out.write(with);
                    at = Math.min(bytes.length, at + 1);
                }
                case 2 -> at = end;
                case 3 -> out.write(bytes, at, end - at);
                default -> {
                    if (at < bytes.length) {
                        out.write(bytes[at] ^ 1 << (with & 7));
                        at++;
                    }
                }
            }
            out.write(bytes, at, bytes.length - at);
            return out.toByteArray();
        }
    }

    @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
    void nothing_breaks_the_reader_and_nothing_comes_after_the_end(
            @ForAll("seedsToMutate") byte[] seed,
            @ForAll @Size(min = 1, max = 6) List<@net.jqwik.api.From("mutations") Mutation> mutations,
            @ForAll @IntRange(min = 1, max = 200) int piece) {
        byte[] bytes = seed;
        for (Mutation mutation : mutations) {
            bytes = mutation.of(bytes);
        }
        // Parsing writes every element that it is given, as the program may: none is too odd for that.
        List<String> events = Parsing.pieces(new StanzaParser(SMALL), bytes, bytes.length);
        assertThat(alike(Parsing.pieces(new StanzaParser(SMALL), bytes, piece))).isEqualTo(alike(events));
        long ends = events.stream().filter(MutatedStreamProperties::isEnd).count();
        assertThat(ends).isLessThanOrEqualTo(1);
        if (ends == 1) {
            assertThat(isEnd(events.get(events.size() - 1))).isTrue();
        }
        Statistics.label("survives").collect(ends == 0);
    }

    private static boolean isEnd(String event) {
        return event.equals("end") || event.startsWith("fault ");
    }

    /** Of several things that are wrong at once, either may be noticed first. */
    private static List<String> alike(List<String> events) {
        return events.stream()
                .map(event -> event.startsWith("fault ") ? "fault" : event)
                .toList();
    }

    @Provide
    Arbitrary<byte[]> seedsToMutate() {
        return Arbitraries.of(SEEDS);
    }

    @Provide
    Arbitrary<Mutation> mutations() {
        Arbitrary<Byte> telling =
                Arbitraries.integers().between(0, TELLING.length - 1).map(i -> TELLING[i]);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(1, 30),
                        Arbitraries.oneOf(telling, Arbitraries.bytes()))
                .as(Mutation::new);
    }
}
