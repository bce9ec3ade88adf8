package org.serverroster.roster;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What tests ask of a database behind the store's back. */
public final class Sql {

    private Sql() {}

    public static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            try {
                statement.execute(sql);
            } finally {
                // The connection goes back to the pool.
                statement.execute("reset session_replication_role");
            }
        }
    }

    /** The first column of the first row. */
    public static String text(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
