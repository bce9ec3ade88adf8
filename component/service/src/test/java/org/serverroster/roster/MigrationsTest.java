package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serverroster.config.DatabaseConfig;
import org.serverroster.config.Secret;
import org.serverroster.xmpp.LocalDomain;

class MigrationsTest {

    private TestPostgres server;
    private Database database;

    @BeforeEach
    void start() throws IOException {
        server = new TestPostgres(TestPostgres.Version.NEWEST);
        server.start();
        database = server.database();
    }

    @AfterEach
    void stop() throws IOException {
        database.close();
        server.close();
    }

    @Test
    void severalAtOnceAndAgain() {
        List<CompletableFuture<Void>> all = Stream.generate(() -> CompletableFuture.runAsync(database::migrate))
                .limit(3)
                .toList();
        all.forEach(CompletableFuture::join);
        database.migrate();
        assertThat(new RosterStore(database.dataSource())
                        .load(LocalDomain.parse("montague.lit"))
                        .version())
                .isZero();
    }

    @Test
    void aSchemaThatIsNewerThanThisProgramIsRefused() throws SQLException {
        database.migrate();
        Sql.execute(
                database.dataSource(),
                "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success)"
                        + " values (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', 1, true)");
        assertThatExceptionOfType(RosterStoreException.Fault.class)
                .isThrownBy(database::migrate)
                .withMessageContaining("is at version 99, which this program is too old for");
    }

    @Test
    void aMigrationThatWasChangedAfterwardsIsRefused() throws SQLException {
        database.migrate();
        Sql.execute(database.dataSource(), "update flyway_schema_history set checksum = checksum + 1");
        assertThatExceptionOfType(RosterStoreException.Fault.class)
                .isThrownBy(database::migrate)
                .withMessageContaining("a migration was changed or removed");
    }

    @Test
    void aDatabaseThatIsAwayIsUnavailable() throws IOException {
        server.stop();
        assertThatExceptionOfType(RosterStoreException.Unavailable.class).isThrownBy(database::migrate);
    }

    @Test
    void whoMayNotChangeTheSchemaIsTold() throws SQLException {
        Sql.execute(database.dataSource(), "create role somebody login password 'open sesame'");
        try (Database other = Database.open(new DatabaseConfig.Url(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres",
                "somebody",
                new Secret("open sesame"),
                1))) {
            assertThatExceptionOfType(RosterStoreException.Fault.class)
                    .isThrownBy(other::migrate)
                    .withMessageContaining("permission denied")
                    .withMessageNotContaining("sesame");
        }
    }
}
