package org.serverroster.command;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.serverroster.roster.RosterEvent;
import org.serverroster.xmpp.PeerDomain;

/** Where a local domain's events are read. */
@FunctionalInterface
public interface History {

    /**
     * Reads, without making the caller wait.
     *
     * @param peer about whom; empty: about anybody
     * @param max how many at most
     * @return newest first; ends in bounded time, in a {@link java.util.concurrent.RejectedExecutionException} where too
     *     many read already
     */
    CompletionStage<List<RosterEvent>> read(Optional<PeerDomain> peer, int max);
}
