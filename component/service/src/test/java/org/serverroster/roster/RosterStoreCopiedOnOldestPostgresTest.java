package org.serverroster.roster;

class RosterStoreCopiedOnOldestPostgresTest extends RosterStoreContract {

    RosterStoreCopiedOnOldestPostgresTest() {
        super(TestPostgres.Version.OLDEST, ALWAYS_COPIED);
    }
}
