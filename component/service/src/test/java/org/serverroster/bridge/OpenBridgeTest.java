package org.serverroster.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.dom4j.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;

@DisplayName(
        "A bridge that was found is missed when it is gone, and one that lets us say nothing costs nobody else much")
class OpenBridgeTest extends BridgeScene {

    @Test
    @DisplayName("A bridge that hands over and then does not let us answer costs two streams, not one after the other")
    void a_server_that_takes_nothing_from_us() {
        refuseTwice();
        int before = asked.size();
        bridge.attached();

        assertThat(asked).hasSize(before);
        assertThat(why()).contains("ended the stream");
        assertThat(told.get(0)).contains("looked at again every 10 minutes");
        passes(Bridge.SPEAK_AGAIN);
        question = lastAsked();
        open();
        assertThat(told).as("it is not there before it has let us speak").hasSize(1);
        passes(Bridge.LOOK_AGAIN);
        bridge.detached(Ending.REFUSED);
        bridge.attached();
        assertThat(asked).as("it has worked since").hasSizeGreaterThan(before + 2);
        assertThat(why()).isEqualTo("the bridge is being looked for");
    }

    private void refuseTwice() {
        for (int i = 0; i < 2; i++) {
            bridge.attached();
            question = lastAsked();
            open();
            bridge.detached(Ending.REFUSED_THIS);
        }
    }

    @Test
    @DisplayName("A re-attach does not restart the 10 minutes")
    void the_rest_ends_when_it_was_to_end() {
        refuseTwice();
        for (int i = 0; i < 5; i++) {
            bridge.attached();
            assertThat(why()).contains("ended the stream");
            passes(Duration.ofMinutes(2).minusSeconds(1));
            bridge.detached(Ending.REFUSED);
            passes(Duration.ofSeconds(1));
        }
        bridge.attached();
        assertThat(why()).isEqualTo("the bridge is being looked for");
        assertThat(told).hasSize(1);
    }

    @Test
    void a_server_that_was_restarted_is_looked_at_at_once() {
        refuseTwice();
        bridge.attached();
        bridge.detached(Ending.PLAIN);
        bridge.attached();
        assertThat(why()).isEqualTo("the bridge is being looked for");
    }

    @Test
    @DisplayName("An open domain is looked at again every minute, and stays open meanwhile")
    void looked_at_while_open() {
        open();
        for (int i = 0; i < 3; i++) {
            int before = asked.size();
            passes(Bridge.LOOK_AGAIN);
            question = lastAsked();
            assertThat(asked).hasSize(before + 1);
            assertThat(question.asXML()).contains("from=\"" + COMPONENT + "\"", Namespaces.DISCO_INFO);
            announces(FEATURE);
            assertThat(bridge.status().open()).isTrue();
            assertThat(handsOver(lastAsked())).isTrue();
        }
        assertThat(happened).containsExactly("opened");
        assertThat(told).isEmpty();
    }

    @Test
    @DisplayName("A module that is unloaded is missed within a minute, and found when it is back")
    void unloaded_while_open() {
        openAndPass();
        passes(Bridge.LOOK_AGAIN);
        question = lastAsked();
        announces("");

        assertThat(happened).containsExactly("opened", "closed");
        assertThat(why()).contains("does not announce");
        assertThat(told).singleElement().asString().startsWith("The server roster of montague.lit no longer works");
        passes(Bridge.LOOK_AGAIN);
        question = lastAsked();
        openAndPass();
        assertThat(happened).containsExactly("opened", "closed", "opened");
        assertThat(told).hasSize(2);
        bridge.detached(Ending.PLAIN);
        assertThat(happened).endsWith("opened", "closed");
    }

    @Test
    @DisplayName("While it is open, another instance may have all the answers: the probe that comes back is enough")
    void answers_that_others_get() {
        open();
        passes(Bridge.LOOK_AGAIN);
        int before = asked.size();
        passes(Bridge.PATIENCE_WHILE_OPEN.minusSeconds(1));
        assertThat(asked).as("asked again every 2 s").hasSize(before + 14);
        passes(Duration.ofSeconds(1));
        assertThat(handsOver(lastAsked())).isTrue();
        passes(Bridge.LOOK_AGAIN.minusSeconds(1));
        assertThat(happened).containsExactly("opened");
    }

    @Test
    void a_server_that_says_nothing_any_more_is_reported() {
        open();
        passes(Bridge.LOOK_AGAIN.plus(Bridge.PATIENCE_WHILE_OPEN).plus(Bridge.PATIENCE_WHILE_OPEN));
        assertThat(happened).containsExactly("opened", "closed");
        assertThat(why()).contains("did not say in time");
    }

    @Test
    @DisplayName("It says a word in its own name as soon as it is open, which nobody else hears")
    void says_a_word() {
        open();
        assertThat(lastAsked().asXML())
                .contains("from=\"" + SERVED + "\"", "to=\"" + COMPONENT + "\"", "type=\"probe\"");
        assertThat(trial.begin(NEIGHBOUR)).isFalse();
        assertThat(comes(lastAsked().asXML())).isTrue();
        assertThat(trial.begin(NEIGHBOUR)).isTrue();
    }

    @Test
    @DisplayName("A word that another instance was given: after 10 s with the stream still there it was let through")
    void a_word_that_does_not_come_back() {
        open();
        passes(Bridge.PATIENCE.minusSeconds(1));
        assertThat(trial.begin(NEIGHBOUR)).isFalse();
        passes(Duration.ofSeconds(1));
        assertThat(trial.begin(NEIGHBOUR)).isTrue();
    }

    @Test
    @DisplayName("Domains begin to speak one at a time, so that it is known for whom the server ended the stream")
    void one_at_a_time() {
        assertThat(trial.begin(NEIGHBOUR)).isTrue();
        open();
        assertThat(happened).isEmpty();
        assertThat(why()).contains("another domain of buddies.montague.lit");
        passes(Duration.ofSeconds(5));
        assertThat(happened).isEmpty();

        assertThat(trial.streamEnded(true)).contains(NEIGHBOUR);
        bridge.detached(Ending.REFUSED);
        bridge.attached();
        question = lastAsked();
        open();
        assertThat(happened).containsExactly("opened");
        assertThat(trial.streamEnded(true)).contains(LocalDomain.parse(SERVED));
    }

    @Test
    @DisplayName("After an end for what was said later, each is on trial for a minute")
    void thorough() {
        assertThat(trial.streamEnded(true)).isEmpty();
        open();
        Element word = lastAsked();
        assertThat(comes(word.asXML())).isTrue();
        passes(Bridge.LOOK_AGAIN.minusSeconds(1));
        assertThat(trial.begin(NEIGHBOUR)).isFalse();
        passes(Duration.ofSeconds(1));
        assertThat(trial.begin(NEIGHBOUR)).isTrue();
        assertThat(trial.streamEnded(true)).contains(NEIGHBOUR);
        assertThat(trial.isThorough()).isTrue();
        assertThat(trial.streamEnded(false)).isEmpty();
        assertThat(trial.isThorough()).isFalse();
    }
}
