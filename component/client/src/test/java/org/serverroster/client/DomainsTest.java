package org.serverroster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("\"A domain is compared after normalising: lower case, NFC, an IDN as its U-label, no trailing dot\"")
class DomainsTest {

    @ParameterizedTest
    @CsvSource({
        "capulet.lit, capulet.lit",
        "CAPULET.LIT, capulet.lit",
        "capulet.lit., capulet.lit",
        "capulet.lit/balcony, capulet.lit",
        "romeo@capulet.lit/x@y/z, capulet.lit",
        "xn--bcher-kva.lit, bücher.lit",
        "XN--BCHER-KVA.lit, bücher.lit",
        "BU\u0308CHER.lit, bücher.lit",
        "faß.lit, faß.lit"
    })
    void one_form_of_each(String text, String normal) {
        assertThat(Domains.of(text)).isEqualTo(normal);
        assertThat(Domains.of(normal)).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "/x", "a..lit", ".", "a b.lit", "a\tb", "a<b", "xn--fa-hia.lit", "xn--\u00fc.lit"})
    void no_domain(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Domains.of(text));
    }
}
