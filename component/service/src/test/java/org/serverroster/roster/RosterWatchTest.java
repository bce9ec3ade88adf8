package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.roster.ServiceScenario.await;
import static org.serverroster.roster.ServiceScenario.request;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.common.BaseDataSource;

@DisplayName("What an instance hears of another's changes, and when it hears nothing")
class RosterWatchTest {

    private TestPostgres server;
    private Database database;
    private ServiceScenario writer;
    private ServiceScenario reader;
    private Listening listening;
    private RosterWatch watch;
    private final CountDownLatch left = new CountDownLatch(1);

    @BeforeEach
    void start() throws Exception {
        server = new TestPostgres(TestPostgres.Version.OLDEST);
        server.start();
        database = server.database();
        database.migrate();
        writer = ServiceScenario.started(database.dataSource());
        reader = writer.another(database.dataSource());
        listening = new Listening(database.watching());
        watch = new RosterWatch(listening);
        watch.tell(reader.service, () -> left.countDown());
        watch.start();
        writer.service.submit(request(1));
        awaitAtReader(1);
    }

    @AfterEach
    void stop() throws IOException {
        watch.close();
        writer.close();
        reader.close();
        database.close();
        server.close();
    }

    private void awaitAtReader(int version) throws InterruptedException {
        await(
                "version " + version + " is known",
                () -> reader.service.snapshot().version() == version);
        reader.assertSameAsDatabase();
    }

    @Test
    @DisplayName("\"after a lost notification at the latest after 5 s\": the versions are compared anyway")
    void aLostNotification() throws Exception {
        assertThat(RosterWatch.COMPARE.toSeconds()).isLessThan(5);
        listening.deafen();
        writer.service.submit(request(2));
        awaitAtReader(2);
        await("it is counted", () -> reader.notificationsLost.get() == 1);
        writer.service.submit(request(3));
        awaitAtReader(3);
        await("it is counted too", () -> reader.notificationsLost.get() == 2);
    }

    @Test
    void theConnectionIsCut() throws Exception {
        Sql.execute(
                database.dataSource(),
                "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' or query like"
                        + " 'select version from roster where%'");
        writer.service.submit(request(2));
        awaitAtReader(2);
        await("it listens again", () -> listening.opened.size() == 2);
        listening.awaitListening();
        writer.service.submit(request(3));
        awaitAtReader(3);
    }

    @Test
    @DisplayName("the database goes and comes back: what was changed meanwhile, and after, is known")
    void theDatabaseGoes() throws Exception {
        server.stop();
        writer.service.submit(request(2));
        await("the writer knows", () -> !writer.service.status().databaseReachable());
        assertThat(reader.service.snapshot().version()).isEqualTo(1);
        server.start();
        awaitAtReader(2);
        writer.service.submit(request(3));
        awaitAtReader(3);
    }

    @Test
    @DisplayName("whoever may use the database may notify: words that make no sense change nothing")
    void nonsense() throws Exception {
        for (String words : List.of("", " ", "x", writer.domain + " x", writer.domain + " -9", "b.lit 7")) {
            notify(words);
        }
        // Of a version that the database does not hold.
        notify(writer.domain + " 99");
        writer.service.submit(request(2));
        awaitAtReader(2);
        assertThat(listening.opened).hasSize(1);
    }

    @Test
    @DisplayName("an instance that has left in order said that it is unavailable: the others are told")
    void anotherHasLeft() throws Exception {
        writer.store.tellLeft(writer.domain);
        await("the other is told", () -> left.getCount() == 0);
    }

    private void notify(String words) throws SQLException {
        Sql.execute(database.dataSource(), "select pg_notify('server_roster', '" + words + "')");
    }

    @Test
    @DisplayName("a database that was set back to a backup: the whole roster is read")
    void aDatabaseThatWasSetBack() throws Exception {
        writer.service.submit(request(2));
        awaitAtReader(2);
        Sql.execute(
                database.dataSource(),
                "with gone as (delete from roster_item where local_domain = '" + writer.domain
                        + "') update roster set version = 0 where local_domain = '" + writer.domain + "'");
        reader.service.submit(request(3));
        awaitAtReader(1);
        assertThat(reader.service.snapshot().find(ServiceScenario.peer(3))).isPresent();
        assertThat(reader.service.snapshot().size()).isEqualTo(1);
    }

    /** The watch's connections, which the test can make deaf. */
    private static final class Listening extends BaseDataSource implements DataSource {

        private static final long serialVersionUID = 1L;

        private final transient DataSource real;
        final transient List<Connection> opened = new CopyOnWriteArrayList<>();

        Listening(DataSource real) {
            this.real = real;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = real.getConnection();
            opened.add(connection);
            return connection;
        }

        /** Notifications do not come any more. */
        void deafen() throws SQLException {
            execute("unlisten *");
        }

        void awaitListening() throws InterruptedException {
            await("it listens", () -> {
                try (Statement statement = opened.get(opened.size() - 1).createStatement();
                        var rows = statement.executeQuery("select pg_listening_channels()")) {
                    return rows.next();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        private void execute(String sql) throws SQLException {
            try (Statement statement = opened.get(opened.size() - 1).createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public String getDescription() {
            return "what a test listens to";
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            return real.unwrap(type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) throws SQLException {
            return real.isWrapperFor(type);
        }
    }
}
