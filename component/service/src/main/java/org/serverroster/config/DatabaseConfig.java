package org.serverroster.config;

import java.nio.file.Path;

/** Where the roster is kept. Immutable. */
public sealed interface DatabaseConfig {

    /**
     * A PostgreSQL that this program starts and ends.
     *
     * @param dir absolute; where its data stays
     */
    record Embedded(Path dir) implements DatabaseConfig {}

    /**
     * A PostgreSQL that somebody else runs.
     *
     * @param url begins with {@code jdbc:postgresql:} and holds no password
     * @param poolSize connections kept, 1 to 100
     */
    record Url(String url, String user, Secret password, int poolSize) implements DatabaseConfig {}
}
