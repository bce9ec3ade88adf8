package org.serverroster.roster;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.serverroster.xmpp.Printable;

/** The schema's way from version to version, by the files of {@code migrations/}. Several instances may try at once. */
final class Migrations {

    private static final Logger LOG = LogManager.getLogger(Migrations.class);
    private static final int OLDEST_SERVER = 13;

    private Migrations() {}

    /**
     * Brings the schema to the newest version that this program knows; harmless where it is there already.
     *
     * @throws RosterStoreException.Unavailable if the database is away
     * @throws RosterStoreException.Fault if the schema is newer than this program, was changed by hand, or may not be
     *     changed
     */
    static void migrate(DataSource database) {
        try {
            Flyway flyway = Flyway.configure()
                    .loggers(QuietFlywayLog.class.getName())
                    .dataSource(database)
                    .locations("classpath:db/migration")
                    .createSchemas(false)
                    .cleanDisabled(true)
                    .connectRetries(0)
                    .load();
            checkNotNewer(flyway.info());
            int done = flyway.migrate().migrationsExecuted;
            // A newer program may have been at it in between, and Flyway thinks nothing of what it does not know.
            checkNotNewer(flyway.info());
            tell(flyway.info().current().getVersion().toString(), done);
        } catch (FlywayException e) {
            throw fault(e);
        }
    }

    /**
     * Whether there is nothing to do, seen at a look; where there is not, Flyway knows better.
     *
     * @throws RosterStoreException.Fault if the server is too old
     */
    static boolean isCurrent(Connection connection) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST_SERVER) {
            throw new RosterStoreException.Fault(
                    "the database is PostgreSQL " + version + "; at least " + OLDEST_SERVER + " is needed", null);
        }
        boolean current = SchemaLook.isCurrent(connection);
        if (current) {
            tell(Integer.toString(SchemaLook.NEWEST), 0);
        }
        return current;
    }

    private static void tell(String version, int done) {
        LOG.info("the database's schema is at version {}, {} applied now", version, done);
    }

    /** Whoever lets nobody in may think better of it, or be made to. */
    static Connection connect(DataSource database) {
        try {
            return database.getConnection();
        } catch (SQLException e) {
            throw new RosterStoreException.Unavailable(RosterStoreException.words(e), e);
        }
    }

    private static void checkNotNewer(MigrationInfoService info) {
        Optional<MigrationVersion> newer = Arrays.stream(info.applied())
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder());
        newer.ifPresent(version -> {
            throw new RosterStoreException.Fault(
                    "the database's schema is at version " + version
                            + ", which this program is too old for: run the newer program that made it so",
                    null);
        });
    }

    private static RosterStoreException fault(FlywayException e) {
        if (e instanceof FlywayValidateException) {
            return new RosterStoreException.Fault(
                    "the database's schema is not what its history says: a migration was changed or removed", e);
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return RosterStoreException.of(sql);
            }
        }
        if (String.valueOf(e.getMessage()).contains("advisory lock")) {
            return new RosterStoreException.Unavailable(
                    "another instance is bringing the database's schema up to date, and has not finished yet", e);
        }
        return new RosterStoreException.Fault(
                "the database's schema cannot be brought up to date: " + Printable.of(e.getMessage(), 300), e);
    }
}
