package org.serverroster.client.smack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.provider.ProviderManager;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.client.Subscription;

@DisplayName("The live copy \"says how old it is\"")
class RosterSyncTest {

    private static final Duration CONFIRM = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String FROM_A = "<item jid='a.lit' subscription='from'/>";

    private boolean loggedIn = true;
    // Any number: System.nanoTime() may be negative, and overflow.
    private long now = Long.MAX_VALUE - 1_000;
    private final RosterSync sync = new RosterSync(CONFIRM, () -> loggedIn, () -> now);

    @BeforeEach
    void login() {
        ProviderManager.addIQProvider(RosterIQ.ELEMENT, RosterIQ.NAMESPACE, new RosterIQ.Provider());
        sync.startAnew("not answered yet");
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private String asked(String ver) {
        Optional<RosterIQ> question = sync.due(PATIENCE);
        assertThat(question).as("a question").isPresent();
        assertThat(question.get().ver()).isEqualTo(ver);
        return question.get().getStanzaId();
    }

    private static Stanza iq(String type, String id, String payload) throws Exception {
        return PacketParserUtils.parseStanza("<iq xmlns='jabber:client' type='" + type + "' id='" + id
                + "' from='buddies.montague.lit'>" + payload + "</iq>");
    }

    private boolean replied(String id, String payload) throws Exception {
        return sync.replied(iq("result", id, payload));
    }

    private static String roster(String ver, String items) {
        return "<query xmlns='jabber:iq:roster' ver='" + ver + "'>" + items + "</query>";
    }

    private Optional<String> pushed(String ver, String items) throws Exception {
        return sync.pushed((IQ) iq("set", "p1", roster(ver, items)));
    }

    private void whole(String ver, String items) throws Exception {
        replied(asked(""), roster(ver, items));
        assertThat(sync.isCurrent()).isTrue();
    }

    @Test
    @DisplayName("It counts from when the question was sent, for the answer may be as old as that")
    void age() throws Exception {
        assertThat(sync.age()).isEmpty();
        assertThat(sync.problem()).contains("not answered yet");
        String id = asked("");
        pass(Duration.ofSeconds(3));
        replied(id, roster("7", FROM_A));
        assertThat(sync.age()).contains(Duration.ofSeconds(3));
        assertThat(sync.problem()).isEmpty();
        pass(Duration.ofSeconds(20));
        assertThat(pushed("8", "<item jid='b.lit' subscription='both'/>")).isEmpty();
        assertThat(sync.age()).as("a push tells of one change").contains(Duration.ofSeconds(23));
    }

    @Test
    @DisplayName("\"A result without query, followed by a push for each change\": one alone does not make it younger")
    void unchanged() throws Exception {
        whole("7", FROM_A);
        assertThat(sync.due(PATIENCE)).isEmpty();
        pass(CONFIRM);
        assertThat(replied(asked("7"), "")).as("asks once more at once").isTrue();
        assertThat(sync.age()).contains(CONFIRM);
        pass(Duration.ofSeconds(1));
        assertThat(replied(asked("7"), "")).isFalse();
        assertThat(sync.age()).as("since the first of the two").contains(Duration.ofSeconds(1));
        assertThat(sync.due(PATIENCE)).isEmpty();
    }

    @Test
    @DisplayName("As long as pushes come that it had missed, it stays as old as it was")
    void catchingUp() throws Exception {
        whole("7", FROM_A);
        pass(CONFIRM);
        replied(asked("7"), "");
        String id = asked("7");
        pushed("9", "<item jid='a.lit' subscription='remove'/>");
        assertThat(replied(id, "")).isFalse();
        assertThat(sync.age()).contains(CONFIRM);
        assertThat(sync.due(PATIENCE)).isEmpty();

        pass(CONFIRM.dividedBy(6));
        replied(asked("9"), "");
        replied(asked("9"), "");
        assertThat(sync.age()).contains(Duration.ZERO);
    }

    @Test
    @DisplayName("A service that is silent shows as age, and in words")
    void silence() throws Exception {
        whole("7", FROM_A);
        pass(CONFIRM);
        asked("7");
        pass(PATIENCE);
        assertThat(sync.due(PATIENCE)).as("not again and again").isEmpty();
        assertThat(sync.isCurrent()).as("a minute old").isTrue();
        pass(PATIENCE);
        asked("7");
        pass(CONFIRM);
        asked("7");
        assertThat(sync.isCurrent()).isFalse();
        assertThat(sync.age()).contains(CONFIRM.multipliedBy(2).plus(PATIENCE).plus(PATIENCE));
        assertThat(sync.problem()).contains("the service does not answer");
    }

    @Test
    @DisplayName("A lost connection makes it say so, also where nobody told of the end")
    void lost() throws Exception {
        whole("7", FROM_A);
        loggedIn = false;
        assertThat(sync.isCurrent()).isFalse();
        assertThat(sync.problem()).contains("the connection is not logged in");
        sync.startAnew("the connection broke");
        assertThat(sync.problem()).contains("the connection broke");
        assertThat(sync.due(PATIENCE)).as("nothing to ask over").isEmpty();
        loggedIn = true;
        assertThat(sync.isCurrent()).isFalse();
        whole("8", "");
        assertThat(sync.copy().find("a.lit")).isEmpty();
    }

    @Test
    @DisplayName("What was sent over the lost connection is not what the next one's login waits for")
    void unsent() {
        RosterIQ lost = sync.due(PATIENCE).orElseThrow();
        sync.startAnew("logged in again");
        sync.unsent(lost, "gone");
        assertThat(sync.problem()).contains("logged in again");
        RosterIQ next = sync.due(PATIENCE).orElseThrow();
        sync.unsent(next, "gone");
        assertThat(sync.problem()).contains("gone");
        assertThat(sync.due(PATIENCE)).as("not again and again").isEmpty();
    }

    @Test
    @DisplayName("A reply that comes late, twice or with another id changes nothing")
    void others() throws Exception {
        String late = asked("");
        pass(PATIENCE.plus(CONFIRM));
        String id = asked("");
        replied(late, roster("6", FROM_A));
        replied("guessed", roster("6", FROM_A));
        assertThat(sync.age()).isEmpty();
        assertThat(sync.isAwaited(iq("set", id, roster("6", FROM_A)))).isFalse();
        replied(id, roster("7", ""));
        replied(id, roster("8", FROM_A));
        assertThat(sync.copy().ver()).isEqualTo("7");
        assertThat(sync.copy().find("a.lit")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<trust xmlns='urn:x-server-roster:trust:1' jid='a.lit' trusted='true'/>",
                "<query xmlns='jabber:iq:roster'/>",
                "<query xmlns='jabber:iq:roster' ver='8'><item jid='a.lit' subscription='always'/></query>"
            })
    @DisplayName("A malformed answer changes nothing, and is asked for again, though not at once")
    void malformed(String payload) throws Exception {
        whole("7", FROM_A);
        pass(CONFIRM);
        replied(asked("7"), payload);
        assertThat(sync.isCurrent()).isFalse();
        assertThat(sync.problem()).hasValueSatisfying(why -> assertThat(why).contains("malformed"));
        assertThat(sync.copy().find("a.lit")).contains(Subscription.FROM);
        assertThat(sync.due(PATIENCE)).isEmpty();
        pass(CONFIRM);
        whole("8", "");
    }

    @Test
    @DisplayName("After a malformed push it asks for everything, for a change may be lost")
    void malformedPush() throws Exception {
        whole("7", FROM_A);
        assertThat(pushed("8", "<item jid='a.lit' subscription='always'/>")).isPresent();
        assertThat(sync.isCurrent()).isFalse();
        pass(CONFIRM);
        whole("8", "");
    }

    @Test
    @DisplayName("\"Every item as a push\": it is whole with the last, and then holds nothing that did not come")
    void pushes() throws Exception {
        whole("7", "<item jid='gone.lit' subscription='both'/>");
        sync.startAnew("logged in again");
        String id = asked("");
        pushed("8", FROM_A);
        replied(id, "");
        assertThat(sync.isCurrent()).isFalse();
        pushed("0", "<item jid='b.lit' subscription='to'/>");
        assertThat(sync.copy().find("gone.lit")).as("as old as its age says").contains(Subscription.BOTH);
        pass(Duration.ofSeconds(9));
        pushed("12", "<item jid='c.lit' subscription='from'/>");
        assertThat(sync.isCurrent()).isTrue();
        assertThat(sync.age()).contains(Duration.ofSeconds(9));
        assertThat(sync.copy().size()).isEqualTo(2);
        assertThat(sync.copy().find("gone.lit")).isEmpty();
    }

    @Test
    @DisplayName("A roster that stops in the middle is asked for anew")
    void stalled() throws Exception {
        replied(asked(""), "");
        pushed("0", FROM_A);
        pass(Duration.ofSeconds(29));
        assertThat(sync.due(PATIENCE)).isEmpty();
        pass(Duration.ofSeconds(1));
        asked("");
        assertThat(sync.isCurrent()).isFalse();
    }

    @Test
    @DisplayName("Once closed it takes nothing more, and only grows older")
    void closed() throws Exception {
        whole("7", FROM_A);
        assertThat(sync.close()).isTrue();
        assertThat(sync.close()).isFalse();
        pushed("8", "<item jid='a.lit' subscription='remove'/>");
        sync.startAnew("logged in again");
        pass(CONFIRM);
        assertThat(sync.due(PATIENCE)).isEmpty();
        assertThat(sync.problem()).contains("it was closed");
        assertThat(sync.copy().find("a.lit")).contains(Subscription.FROM);
        assertThat(sync.age()).contains(CONFIRM);
    }
}
