package org.serverroster.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.dom4j.QName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.command.Scene;
import org.serverroster.evidence.Evidence;
import org.serverroster.roster.Notice;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;
import org.xmpp.packet.Message;

@DisplayName("Words to admins")
class NoticesTest {

    private static final LocalDomain HERE = LocalDomain.parse(Scene.DOMAIN);

    private final Scene scene = new Scene();
    private final Notices notices = new Notices(HERE, scene.commands, Scene.ADMINS);

    @Test
    @DisplayName("[...] is told to every admin of that local domain, once, as a <message type='normal'>")
    void to_every_admin_once() {
        List<Message> messages = notices.of(notice(Notice.Kind.REQUESTED, ""), Evidence.NONE);

        assertThat(messages).hasSize(2);
        assertThat(messages)
                .extracting(message -> message.getElement().attributeValue("to"))
                .containsExactly("bard@shakespeare.lit", "clown@shakespeare.lit");
        for (Message message : messages) {
            Element element = Scene.reparsed(message);
            assertThat(element.attributeValue("from")).isEqualTo(Scene.DOMAIN);
            assertThat(element.attributeValue("type", "normal")).isEqualTo("normal");
            assertThat(element.attributeValue("id")).isNotEmpty();
            assertThat(element.getNamespaceURI()).isEmpty();
        }
        assertThat(messages).extracting(Message::getID).doesNotHaveDuplicates();
    }

    @Test
    void without_admins_nobody_is_told() {
        assertThat(new Notices(HERE, scene.commands, Set.of()).of(notice(Notice.Kind.LEFT, "")))
                .isEmpty();
    }

    @Test
    void a_request_in_plain_words() {
        Element message = rendered(notice(Notice.Kind.REQUESTED, "We run <capulet.lit>"));

        assertThat(message.elementText("subject")).isEqualTo("capulet.lit asks to subscribe to shakespeare.lit");
        assertThat(message.elementText("body")).isEqualTo("""
                        The server capulet.lit asks to be one of the servers that shakespeare.lit trusts: to subscribe to it.
                        The reason given: “We run <capulet.lit>”
                        What we know of it besides: did not say whether it keeps a server roster; names nobody who answers for it.
                        Approve it only if you know who runs it, and want the two servers to work together.

                        To approve it, write to shakespeare.lit: approve capulet.lit
                        To refuse it: deny capulet.lit
                        Or fill in the form that came with this message. Until then, nothing happens.""");
    }

    @Test
    @DisplayName("A served domain's notices come from an address of the component's own, and name it")
    void of_a_served_domain() {
        Jid address = HERE.adminAddress(LocalDomain.parse("buddies.shakespeare.lit"));
        Notices served = new Notices(HERE, address, scene.commands, Scene.ADMINS);

        Message request =
                served.of(notice(Notice.Kind.REQUESTED, ""), Evidence.NONE).get(0);
        assertThat(Scene.reparsed(request).attributeValue("from")).isEqualTo("shakespeare.lit@buddies.shakespeare.lit");
        assertThat(request.getBody())
                .contains("that shakespeare.lit trusts")
                .contains("To approve it, write to shakespeare.lit@buddies.shakespeare.lit: approve capulet.lit");
        assertThat(served.digest(List.of(notice(Notice.Kind.REQUESTED, "")), 2)
                        .get(0)
                        .getBody())
                .contains("write to shakespeare.lit@buddies.shakespeare.lit: pending");
    }

    @Test
    @DisplayName(
            "\"`subscribed` alone proves nothing about the peer's admin\": who announces no support may remember nothing")
    void an_approval_is_worth_what_the_peer_announces() {
        Notice approved = notice(Notice.Kind.APPROVED, "");
        Evidence stock = new Evidence(true, false, false, Optional.empty(), "", List.of(), Optional.empty());
        Evidence kept = new Evidence(true, false, true, Optional.empty(), "", List.of(), Optional.empty());
        Evidence other = new Evidence(
                true,
                false,
                false,
                Optional.of(PeerDomain.parse("buddies.capulet.lit")),
                "",
                List.of(),
                Optional.empty());

        assertThat(approval(approved, kept)).endsWith("There is nothing for you to do.");
        assertThat(approval(approved, stock))
                .contains("But it does not announce that it keeps a server roster (urn:xmpp:server-presence).")
                .contains("remember nothing", "unsubscribe capulet.lit")
                .doesNotContain("nothing for you to do");
        assertThat(approval(approved, other)).contains("its component buddies.capulet.lit does");
        assertThat(approval(approved, Evidence.NONE)).contains("But it did not say whether it keeps a server roster");
    }

    private String approval(Notice approved, Evidence evidence) {
        return notices.ofApproval(approved, evidence).get(0).getBody();
    }

    @Test
    @DisplayName("a request's message also carries the …#approve form (XEP-0004) with an approve boolean")
    void a_request_carries_the_form() {
        Element x = Scene.x(rendered(notice(Notice.Kind.REQUESTED, "")));

        assertThat(x.attributeValue("type")).isEqualTo("form");
        assertThat(Scene.values(x, "FORM_TYPE")).containsExactly(Scene.APPROVE);
        assertThat(Scene.values(x, "peerjid")).containsExactly("capulet.lit");
        assertThat(Scene.values(x, "approve")).containsExactly("0");
        assertThat(x.elements(QName.get("field", Namespaces.DATA_FORMS)))
                .extracting(field -> field.attributeValue("var") + " " + field.attributeValue("type"))
                .containsExactly(
                        "FORM_TYPE hidden",
                        "peerjid jid-single",
                        "approve boolean",
                        "reciprocate boolean",
                        "reason text-single");
    }

    @ParameterizedTest
    @EnumSource(Notice.Kind.class)
    void every_kind_names_the_peer_and_its_reason(Notice.Kind kind) {
        Element message = rendered(notice(kind, "some reason"));

        assertThat(message.elementText("subject")).contains("capulet.lit");
        assertThat(message.elementText("body"))
                .contains("capulet.lit")
                .contains("shakespeare.lit")
                .contains("“some reason”")
                .doesNotContain("%");
        assertThat(Scene.x(message) != null).isEqualTo(kind == Notice.Kind.REQUESTED);
        assertThat(rendered(notice(kind, " ")).elementText("body")).contains("No reason was given.");
    }

    @Test
    void a_reason_cannot_pretend_to_be_more_than_a_reason() {
        String body = rendered(notice(
                        Notice.Kind.REQUESTED,
                        "fine\n\nTo approve it, click \u202ehere\u2069\u0085" + "x".repeat(2_000)))
                .elementText("body");

        assertThat(body).contains("“fine\\n\\nTo approve it, click \\u{202e}here\\u{2069}\\u{85}xxx");
        assertThat(body).contains("…”").hasSizeLessThan(1_800);
        assertThat(body.lines()).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u201d", "\u201c", "\u201e", "\u201f", "\""})
    void a_reason_cannot_end_before_it_ends(String mark) {
        String forged = "no" + mark + ", but the admin of montague.lit knows them. " + mark + "yes";

        assertThat(rendered(notice(Notice.Kind.REFUSED, forged)).elementText("body"))
                .contains("“no\\\", but the admin of montague.lit knows them. \\\"yes”\n");
    }

    @Test
    @DisplayName("Letters of other scripts can look like ours: the name of such a server is told as its A-labels too")
    void homographs() {
        PeerDomain cyrillic = PeerDomain.parse("\u0441\u0430pulet.lit");
        Element message = rendered(new Notice(Notice.Kind.REQUESTED, cyrillic, ""));

        assertThat(message.elementText("subject")).startsWith("\u0441\u0430pulet.lit (xn--pulet-3ve2j.lit) asks");
        assertThat(message.elementText("body"))
                .startsWith("The server \u0441\u0430pulet.lit (xn--pulet-3ve2j.lit) asks")
                .contains("approve \u0441\u0430pulet.lit\n");
        assertThat(notices.digest(
                                List.of(
                                        new Notice(Notice.Kind.REQUESTED, cyrillic, ""),
                                        new Notice(Notice.Kind.WITHDRAWN, cyrillic, "")),
                                0)
                        .get(0)
                        .getBody())
                .contains("\n\u0441\u0430pulet.lit (xn--pulet-3ve2j.lit)\n")
                .endsWith("its request: \u0441\u0430pulet.lit (xn--pulet-3ve2j.lit).");
    }

    @Test
    @DisplayName("a burst of requests becomes one digest: the first of them, and how many there are")
    void a_digest() {
        List<Notice> many = IntStream.range(0, 25)
                .mapToObj(i -> new Notice(
                        i == 24 ? Notice.Kind.WITHDRAWN : Notice.Kind.REQUESTED,
                        PeerDomain.parse("p%02d.lit".formatted(i)),
                        i == 0 ? "\u202eWe run <p00.lit>\n" + "x".repeat(200) : ""))
                .toList();

        List<Message> messages = notices.digest(many, 6);

        assertThat(messages).hasSize(2);
        Element message = Scene.reparsed(messages.get(0));
        assertThat(message.elementText("subject")).isEqualTo("30 servers ask to subscribe to shakespeare.lit");
        assertThat(Scene.x(message)).isNull();
        assertThat(message.elementText("body"))
                .startsWith("30 servers ask to subscribe to shakespeare.lit; the first of them:\n\n"
                        + "p00.lit: “\\u{202e}We run <p00.lit>\\nxxx")
                .contains("\np19.lit\n\nApprove only those")
                .doesNotContain("p20.lit")
                .contains("To see all that wait, write to shakespeare.lit: pending\n")
                .endsWith("1 server took back its request: p24.lit.")
                .hasSizeLessThan(3_000);
    }

    @Test
    void a_digest_of_withdrawals_alone() {
        List<Notice> two = List.of(
                new Notice(Notice.Kind.WITHDRAWN, PeerDomain.parse("a.lit"), ""),
                new Notice(Notice.Kind.WITHDRAWN, PeerDomain.parse("b.lit"), ""));

        Message message = notices.digest(two, 0).get(0);

        assertThat(message.getSubject()).isEqualTo("2 servers took back their requests");
        assertThat(message.getBody()).isEqualTo("2 servers took back their requests: a.lit, b.lit.");
    }

    private Element rendered(Notice notice) {
        return Scene.reparsed(
                (notice.kind() == Notice.Kind.REQUESTED ? notices.of(notice, Evidence.NONE) : notices.of(notice))
                        .get(0));
    }

    private static Notice notice(Notice.Kind kind, String reason) {
        return new Notice(kind, PeerDomain.parse("capulet.lit"), reason);
    }
}
