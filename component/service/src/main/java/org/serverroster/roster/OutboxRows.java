package org.serverroster.roster;

/**
 * How single rows of the outbox are found: by the index that names them, whatever PostgreSQL's planner knows. The table is
 * empty at one moment and holds thousands of rows at the next, most of them dead until the next vacuum. A plan that was
 * made while it was small would read all of it, or all that a local domain ever was owed, each time. Stateless.
 */
final class OutboxRows {

    /** Within a transaction, before the statement. */
    static final String BY_INDEX = "set local enable_seqscan = off";

    /** Of one local domain, in words that no index is looked at for: that by id would be read from end to end. */
    static final String OF_DOMAIN = "local_domain || '' = ?";

    private OutboxRows() {}
}
