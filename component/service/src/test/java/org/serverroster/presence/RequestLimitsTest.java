package org.serverroster.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.config.ApprovalRules;
import org.serverroster.config.LimitsConfig;

@DisplayName("Requests beyond what is taken: how many wait, how many a minute, how many in the queue")
class RequestLimitsTest {

    private PresenceScenario roster = new PresenceScenario();

    @AfterEach
    void end() {
        roster.close();
    }

    @Test
    @DisplayName(
            "\"inbound subscription stanzas wait in a bounded queue, then get an error of type wait\": those that ask")
    void whatDoesNotFitIsAnswered() {
        roster.fill();
        for (String request : List.of("subscribe", "unsubscribe")) {
            assertThat(roster.from(request)).singleElement().asString().contains("type=\"error\"", "type=\"wait\"");
        }
        // "Never answer a subscribed or unsubscribed": one lost here is as one lost on the way.
        assertThat(roster.from("subscribed")).isEmpty();
        assertThat(roster.from("unsubscribed")).isEmpty();
    }

    @Test
    void as_many_requests_wait_as_max_pending_allows() {
        roster.close();
        roster = new PresenceScenario(new ApprovalRules(List.of()), new LimitsConfig(2, 0, 0, 0));
        for (int i = 0; i < 2; i++) {
            assertThat(roster.receive("<presence type='subscribe' from='p" + i + ".lit' to='buddies.montague.lit'/>"))
                    .isEmpty();
        }

        assertThat(roster.receive("<presence type='subscribe' id='s3' from='p3.lit' to='buddies.montague.lit'/>"))
                .singleElement()
                .asString()
                .contains("type=\"error\"", "id=\"s3\"", "type=\"wait\"", "resource-constraint");
        assertThat(roster.roster().size()).isEqualTo(2);
    }

    @Test
    @DisplayName("Rate limits a peer domain: what is over them gets an error with resource-constraint of type wait")
    void too_many_requests_of_one_peer() {
        roster.close();
        roster = new PresenceScenario(new ApprovalRules(List.of()), new LimitsConfig(1_000, 0, 2, 0));
        roster.from("subscribe");
        roster.from("unsubscribe");

        assertThat(roster.from("subscribe"))
                .singleElement()
                .asString()
                .contains("type=\"error\"", "type=\"wait\"", "resource-constraint");
        assertThat(roster.receive("<presence type='subscribe' from='other.lit' to='buddies.montague.lit'/>"))
                .isEmpty();
    }

    @Test
    void too_many_requests_of_all_peers_together() {
        roster.close();
        roster = new PresenceScenario(new ApprovalRules(List.of()), new LimitsConfig(1_000, 2, 0, 0));
        roster.from("subscribe");
        roster.receive("<presence type='subscribe' from='other.lit' to='buddies.montague.lit'/>");

        assertThat(roster.receive("<presence type='subscribe' from='third.lit' to='buddies.montague.lit'/>"))
                .singleElement()
                .asString()
                .contains("resource-constraint");
    }
}
