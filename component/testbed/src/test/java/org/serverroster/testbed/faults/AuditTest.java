package org.serverroster.testbed.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.testbed.faults.Audit.Finding;
import org.serverroster.testbed.faults.Ledger.Decision;
import org.serverroster.testbed.faults.Ledger.Outcome;
import org.serverroster.testbed.faults.RosterCopy.Event;
import org.serverroster.testbed.faults.RosterCopy.Item;

/** What counts as lost when both sides are compared: the oracle must find each kind of loss, and nothing else. */
class AuditTest {

    private static final ItemKey OURS = new ItemKey("a.lit", "b.lit");
    private static final ItemKey THEIRS = OURS.opposite();

    private final Side ours = new Side(OURS);
    private final Side theirs = new Side(THEIRS);
    private final List<Decision> decisions = new ArrayList<>();

    /** One roster, built event by event. */
    private static final class Side {
        private final ItemKey key;
        private final List<Event> events = new ArrayList<>();
        private State state = State.NOTHING;
        private boolean approved;
        private boolean blocked;
        private String name = "";
        private long version;
        private long owed;

        Side(ItemKey key) {
            this.key = key;
        }

        Side admin(int second, String action, String after, String reason) {
            return event(second, "admin", action, after, reason);
        }

        Side peer(int second, String action, String after, String reason) {
            return event(second, "peer", action, after, reason);
        }

        private Side event(int second, String kind, String action, String after, String reason) {
            State next = State.of(after);
            version++;
            events.add(new Event(
                    key, version, Instant.ofEpochSecond(second), kind, "somebody", action, state, next, reason));
            state = next;
            return this;
        }

        Side approved() {
            approved = true;
            return this;
        }

        RosterCopy copy() {
            Map<ItemKey, Item> items = new TreeMap<>();
            Item item = new Item(state, approved, blocked, name);
            if (!item.equals(RosterCopy.NO_ITEM)) {
                items.put(key, item);
            }
            return new RosterCopy(Map.of(key.local(), version), items, events, owed);
        }
    }

    @Test
    @DisplayName("A request that was asked, approved and ended again on both sides is no finding")
    void wholeStory() {
        decided(1, OURS, Deed.SUBSCRIBE, Outcome.DONE);
        ours.admin(1, "subscribe", "None + Pending Out", "").approved();
        theirs.peer(2, "requested", "None + Pending In", "");
        decided(2, THEIRS, Deed.APPROVE_ONLY, Outcome.DONE);
        theirs.admin(3, "approve", "From", "decision 2");
        ours.peer(4, "approved", "To", "decision 2");
        assertThat(lost()).isEmpty();

        decided(3, OURS, Deed.UNSUBSCRIBE, Outcome.DONE);
        ours.admin(5, "unsubscribe", "None", "decision 3");
        theirs.peer(6, "left", "None", "decision 3");
        assertThat(lost()).isEmpty();
    }

    @Test
    @DisplayName("A revocation that the peer has not heard of is lost")
    void revocationLost() {
        ours.admin(1, "subscribe", "None + Pending Out", "").approved();
        theirs.peer(2, "requested", "None + Pending In", "").admin(3, "approve", "From", "decision 2");
        ours.peer(4, "approved", "To", "decision 2");
        theirs.admin(5, "block", "None", "decision 3");

        assertThat(lost()).containsExactly("a.lit holds To of b.lit, which holds None, but would have to hold From");
    }

    @Test
    @DisplayName("A confirmed decision without an event is lost")
    void decisionLost() {
        decided(1, OURS, Deed.SUBSCRIBE, Outcome.DONE);

        assertThat(lost()).singleElement().asString().contains("no event of a decision that was confirmed: decision 1");
    }

    @Test
    @DisplayName("One that was never answered may have been made, or not")
    void unknown() {
        decided(1, OURS, Deed.SUBSCRIBE, Outcome.UNKNOWN);
        assertThat(lost()).isEmpty();

        ours.admin(1, "subscribe", "None + Pending Out", "").approved();
        theirs.peer(2, "requested", "None + Pending In", "");
        assertThat(lost()).isEmpty();
    }

    @Test
    @DisplayName("Events out of the order of the decisions are a finding")
    void order() {
        theirs.blocked = true;
        decided(1, THEIRS, Deed.IGNORE, Outcome.DONE);
        decided(2, THEIRS, Deed.BLOCK, Outcome.DONE);
        theirs.admin(1, "block", "None", "decision 2").admin(2, "block", "None", "decision 1");

        assertThat(lost()).anyMatch(words -> words.contains("decision 2"));
    }

    @Test
    @DisplayName("A log that does not lead to what the item holds is a finding")
    void brokenLog() {
        ours.admin(1, "subscribe", "None + Pending Out", "").approved();
        theirs.peer(2, "requested", "None + Pending In", "");
        theirs.state = State.of("From");

        assertThat(lost()).anyMatch(words -> words.contains("is From, but its log ends with None + Pending In"));
    }

    @Test
    @DisplayName("RFC 3921 9.3, table 5: an approval that nobody asked for changes nothing, so it is no lawful event")
    void forgedApproval() {
        ours.peer(1, "approved", "To", "");

        assertThat(lost()).anyMatch(words -> words.contains("the tables do not allow this"));
    }

    @Test
    @DisplayName("What a peer did for a reason must have been committed there")
    void neverCommitted() {
        ours.admin(1, "subscribe", "None + Pending Out", "").approved();
        ours.peer(2, "refused", "None", "decision 9");

        assertThat(lost()).anyMatch(words -> words.contains("what was never committed there"));
    }

    @Test
    @DisplayName("An unsubscribe is routed in every state, and where it changes nothing there is nothing to commit")
    void repeatedUnsubscribe() {
        theirs.admin(1, "subscribe", "None + Pending Out", "").approved();
        ours.peer(2, "requested", "None + Pending In", "").peer(4, "withdrawn", "None", "decision 2");
        decided(1, THEIRS, Deed.UNSUBSCRIBE, Outcome.DONE);
        theirs.admin(3, "unsubscribe", "None", "decision 1");
        decided(2, THEIRS, Deed.UNSUBSCRIBE, Outcome.CONFIRMED);

        assertThat(lost()).isEmpty();
    }

    @Test
    @DisplayName("A version without an event is a finding, unless a request was repeated")
    void holes() {
        ours.admin(1, "subscribe", "None + Pending Out", "").approved();
        theirs.peer(2, "requested", "None + Pending In", "");
        ours.version++;
        assertThat(lost()).anyMatch(words -> words.contains("1 versions of the roster of a.lit have no event"));

        decided(1, OURS, Deed.SUBSCRIBE, Outcome.DONE);
        assertThat(lost()).isEmpty();
    }

    @Test
    @DisplayName("Who ignores a peer does not see that it asks")
    void ignored() {
        theirs.blocked = true;
        decided(1, THEIRS, Deed.IGNORE, Outcome.DONE);
        theirs.admin(1, "block", "None", "decision 1");
        ours.admin(2, "subscribe", "None + Pending Out", "").approved();

        assertThat(lost()).isEmpty();
    }

    @Test
    @DisplayName("A repeated request that crossed its refusal is nobody's loss")
    void crossed() {
        ours.admin(1, "subscribe", "None + Pending Out", "").approved();
        theirs.peer(2, "requested", "None + Pending In", "").admin(3, "deny", "None", "decision 1");
        ours.peer(5, "refused", "None", "decision 1");
        theirs.peer(4, "requested", "None + Pending In", "");

        assertThat(lost()).isEmpty();
        assertThat(verdict().crossed()).hasSize(1);
    }

    @Test
    @DisplayName("A refusal that ended a younger request than the one it answered is a loss")
    void staleRefusal() {
        ours.admin(1, "subscribe", "None + Pending Out", "").approved();
        theirs.peer(2, "requested", "None + Pending In", "").admin(3, "deny", "None", "decision 1");
        ours.peer(4, "refused", "None", "decision 1").admin(5, "subscribe", "None + Pending Out", "");
        theirs.peer(6, "requested", "None + Pending In", "");
        ours.peer(7, "refused", "None", "decision 1");

        assertThat(lost())
                .containsExactly(
                        "a.lit holds None of b.lit, which holds None + Pending In, but would have to hold None");
    }

    @Test
    @DisplayName("A stanza that is still owed when all has settled is a finding")
    void owed() {
        ours.owed = 2;

        assertThat(lost()).singleElement().asString().contains("2 stanzas");
    }

    @Test
    @DisplayName("Names are those of the last decision")
    void names() {
        decided(1, OURS, Deed.EDIT, Outcome.DONE);
        ours.admin(1, "edit", "None", "");
        ours.name = "decision 1";
        assertThat(lost()).isEmpty();

        ours.name = "another";
        assertThat(lost()).singleElement().asString().contains("is called “another”");
    }

    private void decided(int number, ItemKey item, Deed deed, Outcome outcome) {
        decisions.add(new Decision(number, item, deed, outcome, ""));
    }

    private Audit.Verdict verdict() {
        return Audit.of(ours.copy(), theirs.copy(), decisions);
    }

    private List<String> lost() {
        return verdict().lost().stream().map(Finding::words).toList();
    }
}
