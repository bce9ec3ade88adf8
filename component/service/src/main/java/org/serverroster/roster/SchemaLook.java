package org.serverroster.roster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.CRC32;

/**
 * Whether a database's schema is exactly this program's, by one look at Flyway's own table. That is so at nearly every
 * start, and Flyway takes longer to find it out than all the rest of a start takes. What is not plainly so is Flyway's to
 * judge. Stateless.
 */
final class SchemaLook {

    /** The last of {@code migrations/}, which have no gaps; a test holds it to them. */
    static final int NEWEST = 7;

    /** The table in the schema where Flyway keeps it, not one in another schema on the search path. */
    private static final String HISTORY = """
            select version, script, checksum, success and type = 'SQL' as plain from flyway_schema_history
            where tableoid = to_regclass(format('%I.flyway_schema_history', current_schema()))
            order by installed_rank""";

    private static final String UNDEFINED_TABLE = "42P01";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private SchemaLook() {}

    /** Whether each migration that this program knows has been applied as it is now, and nothing else. Changes nothing. */
    static boolean isCurrent(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HISTORY)) {
            int version = 0;
            while (row.next()) {
                version++;
                if (!row.getBoolean("plain")
                        || !Integer.toString(version).equals(row.getString("version"))
                        || !isOurs(row.getString("script"), row.getInt("checksum"))) {
                    return false;
                }
            }
            return version == NEWEST;
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState()) || INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isOurs(String script, int checksum) {
        try (InputStream file = SchemaLook.class.getResourceAsStream("/db/migration/" + script)) {
            return file != null && checksum(file.readAllBytes()) == checksum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Flyway takes it: of everything but the ends of lines. */
    private static int checksum(byte[] file) {
        CRC32 sum = new CRC32();
        for (byte each : file) {
            if (each != '\n' && each != '\r') {
                sum.update(each);
            }
        }
        return (int) sum.getValue();
    }
}
