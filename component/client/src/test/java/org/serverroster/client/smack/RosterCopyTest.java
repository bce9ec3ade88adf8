package org.serverroster.client.smack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.jivesoftware.smack.packet.EmptyResultIQ;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.client.MalformedAnswerException;
import org.serverroster.client.Subscription;

@DisplayName("The local copy of a roster")
class RosterCopyTest {

    private final RosterCopy copy = new RosterCopy();

    private static RosterIQ query(String ver, String items) throws Exception {
        return new RosterIQ.Provider()
                .parse(PacketParserUtils.getParserFor(
                        "<query xmlns='jabber:iq:roster' ver='" + ver + "'>" + items + "</query>"));
    }

    private static String item(String jid, String subscription) {
        return "<item jid='" + jid + "' subscription='" + subscription + "'><group>Friends</group></item>";
    }

    @Test
    @DisplayName("The whole roster takes the place of what was known, a push that of one peer")
    void follows() throws Exception {
        copy.replace(query("7", item("a.lit", "from") + item("xn--bcher-kva.lit", "both")));
        assertThat(copy.ver()).isEqualTo("7");
        assertThat(copy.find("bücher.lit")).contains(Subscription.BOTH);

        copy.push(query("8", item("a.lit", "to")));
        copy.push(query("9", item("bücher.lit", "remove")));
        assertThat(copy.find("a.lit")).contains(Subscription.TO);
        assertThat(copy.find("bücher.lit")).isEmpty();
        assertThat(copy.ver()).isEqualTo("9");

        copy.replace(query("10", ""));
        assertThat(copy.size()).isZero();
    }

    @Test
    @DisplayName("A large roster that comes as pushes has no version until all of it is there")
    void pushes() throws Exception {
        copy.replace(query("7", item("gone.lit", "both")));
        copy.awaitAll();
        copy.push(query("0", item("gone.lit", "remove")));
        copy.push(query("0", item("a.lit", "from")));
        assertThat(copy.ver()).isEmpty();
        copy.push(query("12", item("b.lit", "from")));
        assertThat(copy.ver()).isEqualTo("12");
        assertThat(copy.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<item jid='a.lit' subscription='from'/><item jid='b.lit' subscription='from'/>",
                "<item subscription='from'/>",
                "<item jid='a.lit'/>",
                "<item jid='a.lit' subscription='ask'/>",
                "<item jid='romeo@a.lit' subscription='from'/>",
                "<item jid='a b' subscription='from'/>",
                "<other/>"
            })
    @DisplayName("A malformed push changes nothing")
    void malformed(String items) throws Exception {
        copy.replace(query("7", item("a.lit", "none")));
        RosterIQ push = query("8", items);
        assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(() -> copy.push(push));
        assertThat(copy.ver()).isEqualTo("7");
        assertThat(copy.find("a.lit")).contains(Subscription.NONE);
    }

    @Test
    @DisplayName("A malformed roster is taken not at all")
    void malformedRoster() throws Exception {
        copy.replace(query("7", item("a.lit", "none")));
        RosterIQ roster = query("8", item("a.lit", "both") + item("b.lit", "perhaps"));
        assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(() -> copy.replace(roster));
        assertThat(copy.find("a.lit")).contains(Subscription.NONE);
    }

    @Test
    @DisplayName("What another provider has read, as smack-im's does, is understood")
    void othersProvider() throws Exception {
        IQ others = new IQ("query", "jabber:iq:roster") {
            @Override
            protected IQChildElementXmlStringBuilder getIQChildElementBuilder(IQChildElementXmlStringBuilder xml) {
                xml.append("><item jid='a.lit' subscription='both'/>");
                return xml;
            }
        };
        assertThat(RosterIQ.of(others).items().attributes()).hasSize(1);
        assertThat(new EmptyResultIQ().getChildElementQName()).isNull();
        assertThatExceptionOfType(MalformedAnswerException.class)
                .isThrownBy(() -> RosterIQ.of(TrustIQ.question(List.of("a.lit"))));
    }
}
