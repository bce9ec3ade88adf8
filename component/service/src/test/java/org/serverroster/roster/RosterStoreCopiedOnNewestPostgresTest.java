package org.serverroster.roster;

class RosterStoreCopiedOnNewestPostgresTest extends RosterStoreContract {

    RosterStoreCopiedOnNewestPostgresTest() {
        super(TestPostgres.Version.NEWEST, ALWAYS_COPIED);
    }
}
