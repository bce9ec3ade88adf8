package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StoredTextTest {

    @Test
    void whatCanBeStoredIsNotTouched() {
        String text = "O'Brien \\ \uD83D\uDE00 \n";
        assertThat(StoredText.of(text)).isSameAs(text);
    }

    @Test
    void halvesOfPairsAndTheNullCharacterAreReplaced() {
        assertThat(StoredText.of("a\0b\uD83Dc\uDE00d")).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd");
        assertThat(StoredText.of("\uDE00\uD83D")).isEqualTo("\uFFFD\uFFFD");
    }

    @Test
    void aReasonIsCutButNotWithinACharacter() {
        String emoji = "\uD83D\uDE00";
        assertThat(StoredText.reason("x".repeat(999) + emoji)).isEqualTo("x".repeat(999));
        assertThat(StoredText.reason("x".repeat(998) + emoji + "y")).isEqualTo("x".repeat(998) + emoji);
    }

    @Property
    @Label("what is stored is read back as it is: a second time changes nothing")
    void once(@ForAll String text) {
        assertThat(StoredText.reason(StoredText.reason(text))).isEqualTo(StoredText.reason(text));
        assertThat(StoredText.of(text)).doesNotContain("\0");
    }
}
