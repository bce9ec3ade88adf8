package org.serverroster.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.PeerDomain;

/** Which peers a rule is for, and whom a reader names. */
class MatchingTest {

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "*, capulet.lit, true",
        "capulet.lit, capulet.lit, true",
        "CAPULET.lit., capulet.lit, true",
        "capulet.lit, a.capulet.lit, false",
        "*.capulet.lit, a.capulet.lit, true",
        "*.capulet.lit, b.a.capulet.lit, true",
        "*.capulet.lit, capulet.lit, false",
        "*.capulet.lit, notcapulet.lit, false",
        "*.lit, a.capulet.lit, true",
        "*.xn--mnchen-3ya.lit, a.münchen.lit, true"
    })
    @DisplayName("\"match *, a domain or *.domain\"")
    void patterns(String pattern, String peer, boolean matches) {
        assertThat(DomainPattern.parse(pattern).matches(PeerDomain.parse(peer))).isEqualTo(matches);
    }

    @Test
    @DisplayName("\"read in order, first match wins … Without rules: prompt\"")
    void rules() {
        ApprovalRule friend = new ApprovalRule(DomainPattern.parse("a.lit"), ApprovalAction.APPROVE, true);
        ApprovalRule family = new ApprovalRule(DomainPattern.parse("*.lit"), ApprovalAction.DENY, false);
        ApprovalRules rules = new ApprovalRules(List.of(friend, family));
        assertThat(rules.ruleFor(PeerDomain.parse("a.lit"))).isSameAs(friend);
        assertThat(rules.ruleFor(PeerDomain.parse("b.lit"))).isSameAs(family);
        assertThat(rules.ruleFor(PeerDomain.parse("a.org")).action()).isEqualTo(ApprovalAction.PROMPT);
        assertThat(rules.ruleFor(PeerDomain.parse("a.org")).reciprocate()).isFalse();
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "montague.lit, montague.lit, true",
        "montague.lit, romeo@montague.lit, true",
        "montague.lit, montague.lit/bot, true",
        "montague.lit, a.montague.lit, false",
        "romeo@montague.lit, romeo@montague.lit, true",
        "Romeo@montague.lit, romeo@montague.lit/orchard, true",
        "romeo@montague.lit, montague.lit, false",
        "romeo@montague.lit, juliet@montague.lit, false",
        "romeo@montague.lit/orchard, romeo@montague.lit/orchard, true",
        "romeo@montague.lit/orchard, romeo@montague.lit/Orchard, false",
        "romeo@montague.lit/orchard, romeo@montague.lit, false",
        "montague.lit/bot, montague.lit/bot, true",
        "montague.lit/bot, romeo@montague.lit/bot, false"
    })
    @DisplayName("\"reader: a JID or domain configured as allowed to ask trust questions\"")
    void readers(String reader, String asker, boolean matches) {
        assertThat(Reader.parse(reader).matches(Jid.parse(asker))).isEqualTo(matches);
    }
}
