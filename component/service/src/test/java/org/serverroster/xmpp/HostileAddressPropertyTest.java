package org.serverroster.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** What stands where an address should: pieces of good and of bad ones, in any order. */
class HostileAddressPropertyTest {

    private static final int MOST_BYTES = 1_023;

    @Property(tries = 5_000)
    void an_address_in_normal_form_or_a_refusal_in_words(@ForAll("almostAddresses") String text) {
        boolean taken;
        try {
            Jid jid = Jid.parse(text);
            assertThat(Jid.parse(jid.toString())).isEqualTo(jid);
            assertThat(jid.domain().toString()).isNotEmpty().doesNotContain("@", "/", " ", "\u202E", "\u0000");
            assertThat(jid.domain().toString().getBytes(StandardCharsets.UTF_8).length)
                    .isLessThanOrEqualTo(MOST_BYTES);
            assertThat(jid.local()).doesNotContain("@", "/", "<", " ");
            assertPeer(text, jid);
            taken = true;
        } catch (MalformedJidException refused) {
            // It is shown to people, and logged.
            assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(600);
            assertThat(refused.getMessage().chars())
                    .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
            taken = false;
        }
        Statistics.label("taken")
                .collect(taken)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 2));
    }

    /** "romeo@capulet.lit is never a peer", and however a domain is written, it is one peer. */
    private static void assertPeer(String text, Jid jid) {
        try {
            PeerDomain peer = PeerDomain.parse(text);
            assertThat(jid.hasLocal()).isFalse();
            assertThat(peer.name()).isEqualTo(jid.domain());
            assertThat(PeerDomain.parse(peer + "./any")).isEqualTo(peer);
        } catch (MalformedJidException user) {
            assertThat(jid.hasLocal()).isTrue();
        }
    }

    @Provide
    Arbitrary<String> almostAddresses() {
        Arbitrary<String> pieces = Arbitraries.of(
                "capulet",
                "lit",
                "CAPULET.LIT",
                ".",
                "..",
                "-",
                "xn--",
                "xn--mnchen-3ya",
                "münchen",
                "MÜNCHEN",
                "@",
                "/",
                "//",
                "romeo",
                " ",
                "\u0000",
                "\n",
                "\t",
                "\u202E",
                "\u200B",
                "\uFEFF",
                "\u3002",
                "\uFF0E",
                "\uFF20",
                "ß",
                "ς",
                "\u0130",
                "ｃ",
                "e\u0301",
                "\uD800",
                "\uDC00",
                "😀",
                "'",
                "\"",
                "<",
                ">",
                "&",
                ":",
                "[::1]",
                "127.0.0.1",
                "_",
                "a".repeat(64),
                "abc.".repeat(300),
                "\u0627",
                "م1",
                "%00",
                "\\20");
        return pieces.list().ofMinSize(1).ofMaxSize(6).map(list -> String.join("", list));
    }
}
