package org.serverroster.testbed.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.testbed.Stanza;

/** How the demo shows a stanza. */
class StanzaLayoutTest {

    @Test
    @DisplayName("What fits stays on one line, with who and whom first")
    void oneLine() {
        assertThat(lines("<presence to='b.lit' id='1' from='a.lit' type='subscribe'/>", 80))
                .containsExactly("<presence type='subscribe' id='1' from='a.lit' to='b.lit'/>");
    }

    @Test
    @DisplayName("A tag that is too long goes on below its first attribute")
    void wrappedTag() {
        assertThat(lines("<presence type='subscribe' id='1' from='aaaaaaaaaaaa.lit' to='b.lit'/>", 40))
                .containsExactly(
                        "<presence type='subscribe' id='1'", //
                        "          from='aaaaaaaaaaaa.lit'",
                        "          to='b.lit'/>");
    }

    @Test
    @DisplayName("Each element has its line, and a field of a form stands beside its value")
    void form() {
        String command = "<iq type='set' id='1' from='a.lit' to='b.lit'><command xmlns='urn:c' node='n'>"
                + "<x xmlns='jabber:x:data' type='submit'><field var='peerjid'><value>c.lit</value></field>"
                + "<field var='groups'><value>one</value><value>two &amp; three</value></field></x></command></iq>";
        assertThat(lines(command, 80))
                .containsExactly(
                        "<iq type='set' id='1' from='a.lit' to='b.lit'>",
                        "  <command xmlns='urn:c' node='n'>",
                        "    <x xmlns='jabber:x:data' type='submit'>",
                        "      <field var='peerjid'><value>c.lit</value></field>",
                        "      <field var='groups'>",
                        "        <value>one</value>",
                        "        <value>two &amp; three</value>",
                        "      </field>",
                        "    </x>",
                        "  </command>",
                        "</iq>");
    }

    @Test
    @DisplayName("A long text is wrapped, and its own lines stay")
    void text() {
        assertThat(lines("<message><body>one two three four five six\nseven</body></message>", 20))
                .containsExactly(
                        "<message>", //
                        "  <body>",
                        "    one two three",
                        "    four five six",
                        "    seven",
                        "  </body>",
                        "</message>");
    }

    private static List<String> lines(String xml, int width) {
        return StanzaLayout.lines(Stanza.parse(xml).element(), width);
    }
}
