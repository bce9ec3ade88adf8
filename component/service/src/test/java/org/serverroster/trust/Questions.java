package org.serverroster.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dom4j.Element;
import org.serverroster.config.Reader;
import org.serverroster.config.TrustConfig;
import org.serverroster.config.TrustRequirement;
import org.serverroster.roster.NotLoadedException;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.router.Door;
import org.serverroster.router.Intake;
import org.serverroster.router.Router;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.TestStanzas;

/** A local domain that is asked trust questions: stanzas go in as text through the intake, and what leaves is kept. */
final class Questions {

    static final LocalDomain BUDDIES = LocalDomain.parse("buddies.montague.lit");
    static final String READER = "incidents.montague.lit";

    final Map<PeerDomain, Boolean> available = new HashMap<>();

    /** About how many domains each answered question was. */
    final List<Integer> answered = new ArrayList<>();

    private final List<Element> sent = new ArrayList<>();
    private final Intake intake;
    private Optional<Roster> roster;

    Questions(RosterItem... items) {
        this(new TrustConfig(TrustRequirement.FROM, false), items);
    }

    Questions(TrustConfig config, RosterItem... items) {
        roster = Optional.of(Roster.of(BUDDIES, 7, List.of(items)));
        Set<Jid> admins = Set.of(Jid.parse("admin@montague.lit"));
        Reader reader = Reader.parse(READER);
        Router.Builder router = new Router.Builder();
        new TrustHandler(
                        config,
                        jid -> reader.matches(jid) || admins.contains(jid.bare()),
                        peer -> Optional.ofNullable(available.get(peer)),
                        answered::add)
                .register(router);
        Intake.Local local = new Intake.Local(
                BUDDIES,
                router.build(),
                () -> roster.orElseThrow(() -> new NotLoadedException(BUDDIES)),
                change -> {
                    throw new AssertionError("a question changes nothing");
                },
                peer -> {});
        intake = new Intake(BUDDIES, List.of(local), new Door(Set.of(BUDDIES), sent::add), reason -> {});
    }

    void neverLoaded() {
        roster = Optional.empty();
    }

    /** The one stanza that answers. */
    Element receive(String xml) {
        sent.clear();
        intake.take(TestStanzas.element(xml));
        assertThat(sent).as(xml).hasSize(1);
        return sent.get(0);
    }

    /** The stanza that answers this payload, from that sender. */
    Element ask(String from, String payload) {
        Element answer =
                receive("<iq type='get' id='t1' from='%s' to='buddies.montague.lit'>%s</iq>".formatted(from, payload));
        assertThat(answer.attributeValue("id")).isEqualTo("t1");
        assertThat(answer.attributeValue("to")).isEqualTo(from);
        assertThat(answer.attributeValue("from")).isEqualTo("buddies.montague.lit");
        return answer;
    }

    /** What the result carries, as it stands on the wire. */
    String result(String payload) {
        Element answer = ask(READER, payload);
        assertThat(answer.attributeValue("type")).as(answer.asXML()).isEqualTo("result");
        assertThat(answer.elements()).hasSize(1);
        return answer.elements().get(0).asXML();
    }

    /** The verdict on that address. */
    String about(String jid) {
        return result(question(jid));
    }

    static String question(String jid) {
        return "<trust xmlns='urn:x-server-roster:trust:1' jid='" + jid + "'/>";
    }

    static String questions(Iterable<String> jids) {
        StringBuilder all = new StringBuilder("<trusts xmlns='urn:x-server-roster:trust:1'>");
        jids.forEach(jid -> all.append("<trust jid='").append(jid).append("'/>"));
        return all.append("</trusts>").toString();
    }
}
