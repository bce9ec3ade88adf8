package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How PostgreSQL finds single rows of the outbox where what it knows of the table is wrong. */
class OutboxPlansTest {

    @ParameterizedTest
    @EnumSource(TestPostgres.Version.class)
    @DisplayName("a row is found by the index that names it, also by a plan made while the table was empty")
    void byTheIndexThatNamesIt(TestPostgres.Version version) throws IOException, SQLException {
        try (TestPostgres server = new TestPostgres(version)) {
            server.start();
            try (Database database = server.database()) {
                database.migrate();
                for (String known : new String[] {"select 1", "vacuum analyze outbox"}) {
                    try (Connection connection = database.dataSource().getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute(known);
                        assertThat(plan(
                                        statement,
                                        RosterWrites.FORGET,
                                        "'montague.lit'",
                                        "'{capulet.lit,marlowe.lit}'",
                                        "'{capulet.lit subscribe,marlowe.lit subscribe}'"))
                                .contains("outbox_one_of_a_kind")
                                .doesNotContain("Seq Scan", "outbox_by_id");
                        assertThat(
                                        plan(
                                                statement,
                                                Outbox.CONFIRM,
                                                "'montague.lit'",
                                                "'{00000000-0000-4000-8000-000000000001,00000000-0000-4000-8000-000000000002}'"))
                                .contains("outbox_pk", "Tid Scan")
                                .doesNotContain("Seq Scan", "outbox_by_id");
                    }
                }
            }
        }
    }

    /** Of what comes last in a statement; what is before it is carried out, in the same transaction. */
    private static String plan(Statement statement, String sql, String... values) throws SQLException {
        String filled = sql;
        for (String value : values) {
            filled = filled.replaceFirst("\\?", value);
        }
        int last = filled.lastIndexOf(';') + 1;
        Connection connection = statement.getConnection();
        connection.setAutoCommit(false);
        try {
            statement.execute(filled.substring(0, last));
            StringBuilder plan = new StringBuilder();
            try (ResultSet line = statement.executeQuery("explain " + filled.substring(last))) {
                while (line.next()) {
                    plan.append(line.getString(1)).append('\n');
                }
            }
            return plan.toString();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
