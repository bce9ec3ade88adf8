package org.serverroster.roster;

class OutboxOnOldestPostgresTest extends OutboxContract {

    OutboxOnOldestPostgresTest() {
        super(TestPostgres.Version.OLDEST, RosterStoreContract.NEVER_COPIED);
    }
}
