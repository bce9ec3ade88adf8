package org.serverroster.roster;

class RosterStoreOnNewestPostgresTest extends RosterStoreContract {

    RosterStoreOnNewestPostgresTest() {
        super(TestPostgres.Version.NEWEST, NEVER_COPIED);
    }
}
