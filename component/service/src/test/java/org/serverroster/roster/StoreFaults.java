package org.serverroster.roster;

import java.sql.SQLException;

/** What a database that is away throws, for tests of those who ask it. */
public final class StoreFaults {

    private StoreFaults() {}

    public static RosterStoreException unavailable() {
        return RosterStoreException.of(new SQLException("the connection was refused", "08001"));
    }
}
