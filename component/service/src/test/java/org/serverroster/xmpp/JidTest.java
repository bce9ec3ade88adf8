package org.serverroster.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JidTest {

    @ParameterizedTest
    @CsvSource({
        "romeo@montague.lit/orchard, romeo@montague.lit/orchard",
        "ROMEO@Montague.LIT/Orchard, romeo@montague.lit/Orchard",
        "montague.lit, montague.lit",
        "montague.lit/a@b/c, montague.lit/a@b/c",
        "Jürgen@xn--mnchen-3ya.lit/Büro, jürgen@münchen.lit/Büro",
        "a\\20b@montague.lit, a\\20b@montague.lit"
    })
    void its_normal_form(String text, String normal) {
        assertThat(Jid.parse(text)).hasToString(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@montague.lit",
                "romeo@",
                "montague.lit/",
                "ro meo@montague.lit",
                "ro<meo@montague.lit",
                "a@b@montague.lit",
                "romeo@montague.lit/a\u0007b",
                "rom\u0000eo@montague.lit"
            })
    void what_is_no_address_is_refused(String text) {
        assertThatThrownBy(() -> Jid.parse(text)).isInstanceOf(MalformedJidException.class);
    }

    @Test
    @DisplayName("CAPULET.LIT, capulet.lit. and capulet.lit/x are the same peer; romeo@capulet.lit is never a peer")
    void what_a_peer_is() {
        PeerDomain capulet = PeerDomain.parse("capulet.lit");

        assertThat(PeerDomain.parse("CAPULET.LIT")).isEqualTo(capulet);
        assertThat(PeerDomain.parse("capulet.lit.")).isEqualTo(capulet);
        assertThat(PeerDomain.parse("capulet.lit/x")).isEqualTo(capulet);
        assertThatThrownBy(() -> PeerDomain.parse("romeo@capulet.lit"))
                .isInstanceOf(MalformedJidException.class)
                .hasMessage(
                        "'romeo@capulet.lit' is a user's address, not a server's; a server's would be 'capulet.lit'");
    }

    @Test
    void a_part_has_at_most_1023_bytes() {
        assertThat(Jid.parse("a".repeat(1023) + "@montague.lit").local()).hasSize(1023);
        assertThatThrownBy(() -> Jid.parse("a".repeat(1024) + "@montague.lit"))
                .isInstanceOf(MalformedJidException.class);
        assertThatThrownBy(() -> Jid.parse("montague.lit/" + "ü".repeat(600)))
                .isInstanceOf(MalformedJidException.class);
    }

    @Property
    void any_text_is_an_address_in_normal_form_or_refused(@ForAll @StringLength(max = 60) String text) {
        try {
            Jid jid = Jid.parse(text);
            assertThat(Jid.parse(jid.toString())).isEqualTo(jid);
        } catch (MalformedJidException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    @Property
    void what_a_peer_wrote_is_printed_on_one_line_without_control_characters(@ForAll String text) {
        assertThat(Printable.of(text, 50).chars())
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }
}
