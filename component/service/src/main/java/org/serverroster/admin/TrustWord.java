package org.serverroster.admin;

import java.util.function.BiFunction;
import org.serverroster.command.PeerWords;
import org.serverroster.roster.Roster;
import org.serverroster.trust.Trust;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.PeerDomain;

/**
 * The one word that stands for no command: what a program that asks would be told (the trust question), in words. Immutable;
 * any thread.
 *
 * @param verdict on a domain, by a roster
 */
record TrustWord(BiFunction<Roster, PeerDomain, Trust> verdict) {

    static final String LABEL = "trust";
    static final String USAGE = LABEL + " SERVER";
    static final String HELP = USAGE + " – tells whether this server trusts it, as programs that ask are told";

    /** The answer about any address: its domain is what is judged. */
    String answer(String address, Roster roster) {
        PeerDomain domain;
        try {
            domain = new PeerDomain(Jid.parse(address).domain());
        } catch (MalformedJidException e) {
            return "Nobody can say: " + e.getMessage() + ".";
        }
        Trust trust = verdict.apply(roster, domain);
        return "%s is %s.%s"
                .formatted(
                        domain.shown(),
                        trust.trusted()
                                ? "trusted"
                                        + trust.since()
                                                .map(at -> ", since " + at)
                                                .orElse("")
                                : "not trusted",
                        trust.blocked()
                                ? " It is blocked."
                                : trust.state()
                                        .map(state -> " State: %s (%s).".formatted(state, PeerWords.of(state)))
                                        .orElse(" It is not on the roster."));
    }
}
