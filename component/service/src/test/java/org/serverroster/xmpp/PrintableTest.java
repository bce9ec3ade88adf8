package org.serverroster.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What others wrote, for a log line, a chat or a terminal")
class PrintableTest {

    @Test
    void one_line_with_nothing_that_turns_or_hides() {
        assertThat(Printable.of("a\nb\r\tc\u0007\u202e\ud800 é\\", 100))
                .isEqualTo("a\\nb\\r\\tc\\u{7}\\u{202e}\\u{d800} é\\");
    }

    @Test
    void no_more_than_asked_for() {
        assertThat(Printable.of("abc", 3)).isEqualTo("abc");
        assertThat(Printable.of("abcd", 3)).isEqualTo("abc…");
        assertThat(Printable.of("ab😀", 3)).isEqualTo("ab…");
        assertThat(Printable.of(null, 3)).isEmpty();
    }

    @Property
    @Label("The command line shows what the service has escaped already: nothing is escaped twice")
    void a_second_time_changes_nothing(@ForAll String text) {
        String once = Printable.of(text, 10_000_000);
        assertThat(Printable.of(once, 10_000_000)).isEqualTo(once);
    }

    @Property
    void a_quotation_ends_where_it_ends(@ForAll String text) {
        String quoted = Printable.quoted(text + "”; known here since 1999", 10_000_000);
        assertThat(quoted).startsWith("“").endsWith("”");
        assertThat(quoted.substring(1, quoted.length() - 1)).doesNotContain("“", "”", "„", "″", "''", "’’", "＂");
    }
}
