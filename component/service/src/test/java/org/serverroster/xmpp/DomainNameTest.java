package org.serverroster.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A domain is compared after normalising: lower case, NFC, an IDN as its U-label, no trailing dot")
class DomainNameTest {

    @ParameterizedTest
    @CsvSource({
        "capulet.lit, capulet.lit",
        "CAPULET.LIT, capulet.lit",
        "capulet.lit., capulet.lit",
        "xn--mnchen-3ya.lit, münchen.lit",
        "XN--MNCHEN-3YA.LIT, münchen.lit",
        "MÜNCHEN.lit, münchen.lit",
        "mu\u0308nchen.lit, münchen.lit",
        "xn--fa-hia.lit, faß.lit",
        "пример.испытание, пример.испытание",
        "xn--e1afmkfd.xn--80akhbyknj4f, пример.испытание",
        "localhost, localhost",
        "127.0.0.1, 127.0.0.1",
        "a-b.c3, a-b.c3"
    })
    void its_normal_form(String text, String normal) {
        assertThat(DomainName.parse(text).value()).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a..b",
                ".a",
                "a b",
                "-a",
                "a-",
                "a_b",
                "a@b",
                "a/b",
                "a:b",
                "[::1]",
                "a\u0000b",
                "a\u202eb",
                "ｃapulet.lit",
                "a。b",
                "xn--",
                "xn--a",
                "xn--fass-",
                "xn--ls8h.lit",
                "xn--\u00e9.lit",
                "\ud800.lit",
                "\u0301a.lit\u200b",
                "K\u212aelvin.lit "
            })
    void what_is_no_domain_is_refused(String text) {
        assertThatThrownBy(() -> DomainName.parse(text))
                .isInstanceOf(MalformedJidException.class)
                .hasMessageContaining("is no domain");
    }

    @Test
    @DisplayName("faß.de and fass.de have different owners: they are not one peer")
    void idna_2003_mapping_does_not_make_two_domains_one() {
        assertThat(DomainName.parse("faß.lit")).isNotEqualTo(DomainName.parse("fass.lit"));
    }

    @Test
    @DisplayName("RFC 1035: a label has at most 63 octets, a name 253 as it is written, both as A-labels")
    void lengths_are_bounded_as_a_labels() {
        String longest = "a".repeat(63);
        assertThat(DomainName.parse(longest + "." + longest).value()).hasSize(127);
        assertThat(DomainName.parse(("a".repeat(49) + ".").repeat(5) + "lit").value())
                .hasSize(253);

        assertRefused("a".repeat(64));
        assertRefused(("a".repeat(49) + ".").repeat(5) + "litt");
        assertRefused("ü".repeat(60));
        assertRefused("a".repeat(4_000));
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> DomainName.parse(text))
                .isInstanceOf(MalformedJidException.class)
                .hasMessageMatching("(?s).{1,200}");
    }

    @Property
    void any_text_is_a_domain_in_normal_form_or_refused(@ForAll @StringLength(max = 80) String text) {
        try {
            DomainName domain = DomainName.parse(text);
            assertThat(DomainName.parse(domain.value())).isEqualTo(domain);
        } catch (MalformedJidException refused) {
            assertThat(refused.getMessage()).contains("is no domain");
        }
    }

    @Property
    @Label("what is in normal form is taken as it is, and nothing else: as a pattern says it")
    void ascii_in_normal_form(
            @ForAll @CharRange(from = 'w', to = 'z') @Chars({'-', '.', 'n', '0'}) @StringLength(max = 70) String text) {
        boolean plain = text.matches(
                "(?!xn--)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.(?!xn--)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

        assertThat(isDomainInNormalForm(text)).isEqualTo(plain);
    }

    private static boolean isDomainInNormalForm(String text) {
        try {
            return DomainName.parse(text).value().equals(text);
        } catch (MalformedJidException e) {
            return false;
        }
    }
}
