package org.serverroster.roster;

class OutboxCopiedOnOldestPostgresTest extends OutboxContract {

    OutboxCopiedOnOldestPostgresTest() {
        super(TestPostgres.Version.OLDEST, RosterStoreContract.ALWAYS_COPIED);
    }
}
