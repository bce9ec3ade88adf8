package org.serverroster.roster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.serverroster.config.DatabaseConfig;

/** One embedded PostgreSQL for all tests of a JVM; each test takes a local domain of its own in it. */
public final class SharedDatabase {

    private static final class Holder {
        static final Database DATABASE = open();
    }

    private SharedDatabase() {}

    public static Database get() {
        return Holder.DATABASE;
    }

    private static Database open() {
        try {
            Path dir = Files.createTempDirectory("server-roster-postgres");
            Database database = Database.open(new DatabaseConfig.Embedded(dir.resolve("embedded")));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                database.close();
                delete(dir);
            }));
            database.migrate();
            return database;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static void delete(Path dir) {
        try (Stream<Path> paths = Files.walk(dir)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
