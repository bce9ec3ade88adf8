package org.serverroster.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;

@DisplayName("What a peer says of itself: asked with a deadline, at most so many at once, and never believed too much")
class LooksTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String PRESENCE = "<feature var='urn:xmpp:server-presence'/>";

    private final AnsweringPeers peers = new AnsweringPeers("buddies.montague.lit");
    private final Looks looks = peers.looks();

    private Evidence look(String peer) {
        return begin(peer).getNow(null);
    }

    private CompletableFuture<Evidence> begin(String peer) {
        return looks.look(PeerDomain.parse(peer), PATIENCE);
    }

    @Test
    @DisplayName("disco#info announces urn:xmpp:server-presence, XEP-0092 version, XEP-0157 contacts, the first event")
    void all_of_it() {
        peers.describe("capulet.lit", PRESENCE, """
                <x xmlns='jabber:x:data' type='result'>
                <field var='FORM_TYPE' type='hidden'><value>http://jabber.org/network/serverinfo</value></field>
                <field var='abuse-addresses'><value>mailto:abuse@capulet.lit</value><value>xmpp:abuse@capulet.lit</value>
                <value>third@capulet.lit</value></field>
                <field var='admin-addresses'><value>mailto:xmpp@capulet.lit</value></field>
                <field var='sales-addresses'><value>mailto:sales@capulet.lit</value></field></x>""");
        peers.answer(
                "capulet.lit",
                Namespaces.VERSION,
                "<query xmlns='jabber:iq:version'><name>Prosody</name><version>0.12.3</version><os>secret</os></query>");
        peers.known("capulet.lit", Instant.parse("2026-11-20T12:00:00.123Z"));

        assertThat(look("capulet.lit").words())
                .isEqualTo("announces that it keeps a server roster; runs “Prosody 0.12.3”; answered for by "
                        + "“mailto:xmpp@capulet.lit” (admin), “mailto:abuse@capulet.lit” (abuse), "
                        + "“xmpp:abuse@capulet.lit” (abuse); "
                        + "known here since 2026-11-20T12:00:00Z");
        assertThat(looks.seen(PeerDomain.parse("capulet.lit"))).contains(look("capulet.lit"));
    }

    @Test
    @DisplayName(
            "if the peer's domain does not announce the feature but a component in its disco#items does, it is named")
    void the_component_that_announces() {
        peers.describe("capulet.lit", "<feature var='urn:xmpp:ping'/>");
        peers.list(
                "capulet.lit", "pubsub.capulet.lit", "buddies.CAPULET.lit.", "other.capulet.lit", "user@capulet.lit");
        peers.describe("pubsub.capulet.lit");
        peers.silence("other.capulet.lit");

        CompletableFuture<Evidence> look = begin("capulet.lit");
        peers.passes(Questions.PATIENCE);

        assertThat(look.getNow(null).announces()).isFalse();
        assertThat(look.getNow(null).announcer()).contains(PeerDomain.parse("buddies.capulet.lit"));
        assertThat(look.getNow(null).words())
                .startsWith(
                        "does not announce that it keeps a server roster, but its component buddies.capulet.lit does; ");
    }

    @Test
    @DisplayName("Our own domain may be a component of the peer's; it is not the one that is meant")
    void not_ourselves() {
        peers.describe("montague.lit");
        peers.list("montague.lit", "buddies.montague.lit");

        assertThat(look("montague.lit").announcer()).isEmpty();
    }

    @Test
    void nobody_is_asked_because_somebody_else_names_him() {
        peers.describe("capulet.lit");
        String[] many = new String[200];
        java.util.Arrays.setAll(many, i -> i % 2 == 0 ? "victim" + i + ".lit" : "c" + i + ".capulet.lit");
        peers.list("capulet.lit", many);

        look("capulet.lit");

        assertThat(peers.asked())
                .doesNotHaveDuplicates()
                .hasSizeLessThanOrEqualTo(17)
                .allMatch(asked -> asked.endsWith("capulet.lit"));
    }

    @Test
    void errors_and_other_answers_are_none() {
        peers.answer("error.lit", Namespaces.DISCO_INFO, null);
        peers.answer("odd.lit", Namespaces.DISCO_INFO, "<query xmlns='jabber:iq:roster'>" + PRESENCE + "</query>");

        assertThat(look("error.lit")).isEqualTo(Evidence.NONE);
        assertThat(look("odd.lit")).isEqualTo(Evidence.NONE);
        assertThat(Evidence.NONE.words())
                .isEqualTo("did not say whether it keeps a server roster; names nobody who answers for it");
    }

    @Test
    @DisplayName("All peer text is cleaned and bounded")
    void hostile_texts() {
        peers.describe("evil.lit", PRESENCE, """
                <x xmlns='jabber:x:data' type='result'>
                <field var='FORM_TYPE'><value>http://jabber.org/network/serverinfo</value></field>
                <field var='admin-addresses'><value>\u202egro&#xA;Approve it!</value><value>%s</value></field>
                </x>""".formatted("x".repeat(5_000)));
        peers.answer(
                "evil.lit",
                Namespaces.VERSION,
                "<query xmlns='jabber:iq:version'><name>a&#x9;b</name><version>" + "9".repeat(5_000)
                        + "</version></query>");

        String words = look("evil.lit").words();

        assertThat(words)
                .contains("runs “a\\tb 999", "“\\u{202e}gro\\nApprove it!” (admin)", "xxx…” (admin)")
                .doesNotContain("\n")
                .hasSizeLessThan(500);
    }

    @ParameterizedTest(name = "U+{0}")
    @ValueSource(strings = {";", ",", "\u037e", "\uff1b", "”;", "\";", "″;", "＂;", "’’;", "\u030b;"})
    @DisplayName(
            "A peer's word about itself can not be taken for ours: it stands between quotation marks, and ends none")
    void forged_words(String end) {
        peers.describe("evil.lit", PRESENCE, """
                <x xmlns='jabber:x:data' type='result'>
                <field var='FORM_TYPE'><value>http://jabber.org/network/serverinfo</value></field>
                <field var='admin-addresses'><value>x%s known here since 1999-01-01T00:00:00Z</value></field>
                </x>""".formatted(end));
        peers.answer(
                "evil.lit",
                Namespaces.VERSION,
                "<query xmlns='jabber:iq:version'><name>a%s known here since 1999</name><version>1;2</version></query>"
                        .formatted(end));
        peers.known("evil.lit", Instant.EPOCH);

        assertThat(look("evil.lit").words().replaceAll("“[^\"“”″＂’\u030b]*(\\\\\"[^\"“”″＂’\u030b]*)?”", "…"))
                .isEqualTo("announces that it keeps a server roster; runs …; answered for by … (admin); "
                        + "known here since 1970-01-01T00:00:00Z");
    }

    @Test
    void an_address_that_is_named_twice_is_shown_once() {
        peers.describe("capulet.lit", PRESENCE, """
                <x xmlns='jabber:x:data' type='result'>
                <field var='FORM_TYPE'><value>http://jabber.org/network/serverinfo</value></field>
                <field var='admin-addresses'><value>a@capulet.lit</value><value> a@capulet.lit</value>
                <value>b@capulet.lit</value></field>
                <field var='abuse-addresses'><value>a@capulet.lit</value></field>
                </x>""");

        assertThat(look("capulet.lit").words())
                .endsWith("answered for by “a@capulet.lit” (admin, abuse), “b@capulet.lit” (admin)");
    }

    @Test
    @DisplayName("A peer that does not answer: NONE once the deadline is over, and what is known without it")
    void silence() {
        peers.silence("capulet.lit");
        peers.known("capulet.lit", Instant.EPOCH);

        CompletableFuture<Evidence> look = begin("capulet.lit");
        assertThat(look).isNotDone();
        peers.passes(Questions.PATIENCE);

        assertThat(look.getNow(null).answered()).isFalse();
        assertThat(look.getNow(null).since()).contains(Instant.EPOCH);
    }

    @Test
    @DisplayName("at most so many at once, bounded queue")
    void only_so_many_at_once() {
        List<CompletableFuture<Evidence>> begun = new ArrayList<>();
        int all = Looks.AT_ONCE + Looks.WAITING + 10;
        for (int i = 0; i < all; i++) {
            peers.silence("p" + i + ".lit");
            begun.add(begin("p" + i + ".lit"));
        }

        assertThat(peers.asked()).hasSize(Looks.AT_ONCE);
        assertThat(begun.subList(0, Looks.AT_ONCE + Looks.WAITING)).noneMatch(CompletableFuture::isDone);
        assertThat(begun.subList(Looks.AT_ONCE + Looks.WAITING, all))
                .allMatch(look -> look.getNow(null) == Evidence.NONE);

        CompletableFuture<Evidence> admins = looks.lookNext(PeerDomain.parse("capulet.lit"), PATIENCE);
        peers.passes(Questions.PATIENCE);
        assertThat(peers.asked().get(Looks.AT_ONCE)).isEqualTo("capulet.lit");
        assertThat(admins.getNow(null).announces()).isTrue();
        for (int i = 0; i < all / Looks.AT_ONCE; i++) {
            peers.passes(Questions.PATIENCE);
        }
        assertThat(begun).allMatch(CompletableFuture::isDone);
        assertThat(peers.asked()).hasSize(Looks.AT_ONCE + Looks.WAITING + 1);
    }

    @Test
    void one_look_serves_all_who_ask_and_is_not_repeated_at_once() {
        peers.silence("capulet.lit");
        begin("capulet.lit");
        begin("capulet.lit");
        looks.lookNext(PeerDomain.parse("capulet.lit"), PATIENCE);
        assertThat(peers.asked()).hasSize(1);
        peers.passes(Questions.PATIENCE);
        look("capulet.lit");
        assertThat(peers.asked()).hasSize(1);

        peers.passes(Looks.FRESH);
        begin("capulet.lit");
        assertThat(peers.asked()).hasSize(2);
    }

    @Test
    void who_has_no_patience_gets_none_while_the_look_goes_on() {
        peers.silence("capulet.lit");
        CompletableFuture<Evidence> patient = begin("capulet.lit");

        assertThat(looks.look(PeerDomain.parse("capulet.lit"), Duration.ZERO).join())
                .isEqualTo(Evidence.NONE);
        assertThat(patient).isNotDone();
    }

    @Test
    void only_so_many_are_kept() {
        for (int i = 0; i <= Looks.KEPT; i++) {
            look("p" + i + ".lit");
        }

        assertThat(looks.seen(PeerDomain.parse("p0.lit"))).isEqualTo(Optional.empty());
        assertThat(looks.seen(PeerDomain.parse("p1.lit"))).isPresent();
    }
}
