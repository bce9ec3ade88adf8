package org.serverroster.roster;

class OutboxCopiedOnNewestPostgresTest extends OutboxContract {

    OutboxCopiedOnNewestPostgresTest() {
        super(TestPostgres.Version.NEWEST, RosterStoreContract.ALWAYS_COPIED);
    }
}
