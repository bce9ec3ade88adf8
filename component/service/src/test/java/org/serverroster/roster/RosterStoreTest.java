package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.serverroster.config.ApprovalAction;
import org.serverroster.config.ApprovalRule;
import org.serverroster.config.DomainPattern;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

class RosterStoreTest {
    @Test
    void smoke() {
        RosterStore store = new RosterStore(SharedDatabase.get().dataSource());
        LocalDomain d = LocalDomain.parse("a.lit");
        Roster r = store.load(d);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        PeerDomain p = PeerDomain.parse("capulet.lit");
        Decision dec = new SubscriptionRules(true, 0)
                .requested(
                        RosterItem.none(p, now),
                        0,
                        new ApprovalRule(DomainPattern.ANY, ApprovalAction.PROMPT, false),
                        "hello\0",
                        "<presence/>",
                        now);
        assertThat(store.commit(d, 0, List.of(dec))).isTrue();
        assertThat(store.commit(d, 0, List.of(dec))).isFalse();
        assertThat(store.load(d).items()).containsExactlyElementsOf(r.with(dec).items());
        assertThat(store.load(d).version()).isEqualTo(1);
        assertThat(store.history(d, Optional.of(p), 9)).isEqualTo(dec.events());
        SharedDatabase.get().migrate();
    }
}
