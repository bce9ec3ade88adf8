package org.serverroster.roster;

class RosterStoreOnOldestPostgresTest extends RosterStoreContract {

    RosterStoreOnOldestPostgresTest() {
        super(TestPostgres.Version.OLDEST, NEVER_COPIED);
    }
}
