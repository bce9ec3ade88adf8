package org.serverroster.roster;

class OutboxOnNewestPostgresTest extends OutboxContract {

    OutboxOnNewestPostgresTest() {
        super(TestPostgres.Version.NEWEST, RosterStoreContract.NEVER_COPIED);
    }
}
