package org.serverroster.roster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** A roster in each of the nine states and with odd texts, as any version of the schema takes it. Stateless. */
final class SampleRoster {

    private static final String TABLES = "select string_agg(tablename, ' ' order by tablename) from pg_tables"
            + " where schemaname = 'public' and tablename <> 'flyway_schema_history'";

    private SampleRoster() {}

    static void fill(DataSource database) throws IOException, SQLException {
        try (InputStream sql = SampleRoster.class.getResourceAsStream("data-of-version-1.sql")) {
            Sql.execute(database, new String(sql.readAllBytes(), UTF_8));
        }
    }

    /** All that is stored, each table as JSON. */
    static Map<String, String> rows(DataSource database) throws SQLException {
        Map<String, String> rows = new LinkedHashMap<>();
        for (String table : Sql.text(database, TABLES).split(" ")) {
            rows.put(
                    table,
                    Sql.text(
                            database, "select coalesce(jsonb_agg(to_jsonb(t) order by t), '[]') from " + table + " t"));
        }
        return rows;
    }
}
