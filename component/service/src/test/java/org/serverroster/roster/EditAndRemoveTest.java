package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.RosterEvent.Action;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.PeerDomain;

@DisplayName("What an administrator does to an item whole: edit and remove")
class EditAndRemoveTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Jid ADMIN = Jid.parse("admin@montague.lit");
    private static final RosterItem NOBODY = RosterItem.none(PeerDomain.parse("capulet.lit"), NOW);

    private final SubscriptionRules rules = new SubscriptionRules(true, 0);

    private static RosterItem in(SubscriptionState state) {
        return NOBODY.in(state, "", NOW);
    }

    private RosterItem edited(RosterItem item) {
        return rules.edit(item, ADMIN, "The Capulets", List.of("Verona"), "a feud", NOW)
                .after();
    }

    @ParameterizedTest
    @EnumSource(SubscriptionState.class)
    void editing_changes_texts_and_nothing_else_and_tells_nobody(SubscriptionState state) {
        Decision decision = rules.edit(in(state), ADMIN, "The Capulets", List.of("Verona"), "a feud", NOW);

        assertThat(decision.after()).isEqualTo(in(state).withText("The Capulets", List.of("Verona"), "a feud"));
        assertThat(decision.toPeer()).isEmpty();
        assertThat(decision.notices()).isEmpty();
        assertThat(decision.events()).extracting(RosterEvent::action).containsExactly(Action.EDIT);
        assertThat(rules.edit(decision.after(), ADMIN, "The Capulets", List.of("Verona"), "a feud", NOW))
                .isEqualTo(Decision.nothing(decision.after(), Verdict.UNCHANGED));
    }

    @Test
    @DisplayName("None without approved, blocked, name, groups or note is no item: the row goes (its events stay).")
    void texts_alone_make_an_item_and_without_them_it_goes() {
        assertThat(edited(NOBODY).isEmpty()).isFalse();

        Decision decision = rules.edit(edited(NOBODY), ADMIN, "", List.of(), "", NOW);

        assertThat(decision.after().isEmpty()).isTrue();
        assertThat(decision.events()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, NONE, NONE",
        "NONE_PENDING_OUT, NONE, NONE",
        "NONE_PENDING_IN, NONE_PENDING_IN, NONE",
        "NONE_PENDING_OUT_IN, NONE_PENDING_IN, NONE",
        "TO, NONE, NONE",
        "TO_PENDING_IN, NONE_PENDING_IN, NONE",
        "FROM, FROM, NONE",
        "FROM_PENDING_OUT, FROM, NONE",
        "BOTH, FROM, NONE",
    })
    @DisplayName("XEP-0162 \"Remove\": outbound unsubscribe; the item leaves only when nothing of it is left")
    void remove_from_every_state(SubscriptionState state, SubscriptionState kept, SubscriptionState revoked) {
        RosterItem item = edited(in(state)).withApproved(true);

        RosterItem afterRemoval = rules.remove(item, ADMIN, false, NOW).after();
        RosterItem afterRevoking = rules.remove(item, ADMIN, true, NOW).after();

        assertThat(afterRemoval.state()).isEqualTo(kept);
        assertThat(afterRemoval.approved()).isFalse();
        assertThat(afterRemoval.isEmpty()).isEqualTo(kept == SubscriptionState.NONE);
        assertThat(afterRemoval.name()).isEqualTo(kept == SubscriptionState.NONE ? "" : "The Capulets");
        assertThat(afterRevoking.state()).isEqualTo(revoked);
        assertThat(afterRevoking.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("RFC 3921, 8.6: [...] both unsubscribe and unsubscribed; Losing a subscriber [...] sends unavailable, "
            + "then unsubscribed.")
    void what_the_peer_is_sent() {
        assertThat(rules.remove(in(SubscriptionState.BOTH), ADMIN, true, NOW).toPeer())
                .extracting(PeerStanza::kind)
                .containsExactly(
                        PeerStanza.Kind.UNSUBSCRIBE, PeerStanza.Kind.UNAVAILABLE, PeerStanza.Kind.UNSUBSCRIBED);
        assertThat(rules.remove(in(SubscriptionState.BOTH), ADMIN, false, NOW).toPeer())
                .extracting(PeerStanza::kind)
                .containsExactly(PeerStanza.Kind.UNSUBSCRIBE);
        assertThat(rules.remove(in(SubscriptionState.NONE_PENDING_IN), ADMIN, true, NOW)
                        .toPeer())
                .extracting(PeerStanza::kind)
                .containsExactly(PeerStanza.Kind.UNSUBSCRIBE, PeerStanza.Kind.UNSUBSCRIBED);
    }

    @Test
    void one_event_tells_all_of_it() {
        assertThat(rules.remove(in(SubscriptionState.BOTH), ADMIN, true, NOW).events())
                .containsExactly(new RosterEvent(
                        NOW,
                        new Actor.Admin(ADMIN),
                        NOBODY.peer(),
                        Action.REMOVE,
                        SubscriptionState.BOTH,
                        SubscriptionState.NONE,
                        ""));
        assertThat(rules.remove(NOBODY, ADMIN, true, NOW).events()).isEmpty();
        assertThat(rules.remove(in(SubscriptionState.FROM), ADMIN, false, NOW).verdict())
                .isEqualTo(Verdict.UNCHANGED);
    }

    @Test
    void a_block_outlives_a_removal_with_what_was_written_about_it() {
        RosterItem blocked = edited(
                rules.block(in(SubscriptionState.BOTH), ADMIN, true, "", NOW).after());

        RosterItem after = rules.remove(blocked, ADMIN, true, NOW).after();

        assertThat(after.blocked()).isTrue();
        assertThat(after.note()).isEqualTo("a feud");
    }
}
