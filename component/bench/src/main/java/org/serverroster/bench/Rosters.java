package org.serverroster.bench;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.serverroster.bench.load.Peers;
import org.serverroster.testbed.TestDatabase;
import org.serverroster.testbed.TestDatabase.Database;

/**
 * Rosters in a PostgreSQL that commits as an operator's does: made once, by SQL, in the schema that the service's own
 * {@code migrate} made. Of one thread.
 */
public final class Rosters implements AutoCloseable {

    private static final String SCHEMA = "bench_schema";

    /** What the items of a roster are. */
    public enum Items {
        /** Peers that our administrators approved: trusted. */
        FROM("'From'", "null", "timestamptz '2026-11-20 12:00:00Z'", "null"),
        /** The same, and they approved us. */
        BOTH("'Both'", "null", "timestamptz '2026-11-20 12:00:00Z'", "timestamptz '2026-11-20 12:00:00Z'"),
        /** Peers that wait for an administrator. */
        PENDING("'None + Pending In'", "timestamptz '2026-11-20 12:00:00Z'", "null", "null");

        private final String columns;

        Items(String state, String requested, String fromSince, String toSince) {
            columns = state + ", " + requested + ", case when " + requested + " is not null then '' end, " + fromSince
                    + ", " + toSince;
        }
    }

    private final Path folder;
    private final Consumer<Database> migrate;
    private final Map<Items, Map<Integer, Database>> made = new EnumMap<>(Items.class);
    private TestDatabase server;
    private Database schema;
    private int copies;

    /** @param migrate makes the schema in an empty database */
    Rosters(Path folder, Consumer<Database> migrate) {
        this.folder = folder;
        this.migrate = migrate;
    }

    /** The PostgreSQL, started at the first use. */
    public TestDatabase server() {
        if (server == null) {
            // A checkpoint in the middle of one side's turn would be measured as that side's.
            server = TestDatabase.startDurable(
                    folder.resolve("database"), Map.of("checkpoint_timeout", "30min", "max_wal_size", "8GB"));
        }
        return server;
    }

    /** A roster that is only read, and therefore made once. */
    public Database toRead(Items items, int number) {
        return made.computeIfAbsent(items, any -> new TreeMap<>()).computeIfAbsent(number, any -> make(items, any));
    }

    /** A roster of its own: a copy, for which nobody may be connected to the one that is read. */
    public Database toChange(Items items, int number) {
        return copyOf(toRead(items, number));
    }

    /** A database with the tables and nothing in them but the roster's own row. */
    public Database empty() {
        return toChange(Items.FROM, 0);
    }

    private Database make(Items items, int number) {
        server();
        if (schema == null) {
            schema = server.createDatabase(SCHEMA);
            migrate.accept(schema);
        }
        Database roster = copyOf(schema);
        fill(roster, items, number);
        return roster;
    }

    private Database copyOf(Database template) {
        copies++;
        String name = "bench_" + copies;
        // From the database that every server has: nobody may be connected to the template.
        server().execute(at("postgres"), "create database " + name + " template " + nameOf(template));
        return at(name);
    }

    private Database at(String name) {
        String url = schema.url();
        return new Database(url.substring(0, url.lastIndexOf('/') + 1) + name, schema.user(), schema.password());
    }

    private static String nameOf(Database database) {
        return database.url().substring(database.url().lastIndexOf('/') + 1);
    }

    private void fill(Database roster, Items items, int number) {
        server.execute(roster, "insert into roster (local_domain, version) values (?, 1)", Bed.COMPONENT);
        server.execute(
                roster,
                "insert into roster_item (local_domain, peer, approved, blocked, name, groups, note, since, version,"
                        + " state, request_received, request_reason, from_since, to_since)"
                        + " select ?, " + Peers.knownInSql() + ", false, false, '', '{}', '',"
                        + " timestamptz '2026-11-20 12:00:00Z', 1, " + items.columns
                        + " from generate_series(1, ?) number",
                Bed.COMPONENT,
                number);
        server.execute(roster, "vacuum analyze roster_item");
        server.execute(roster, "checkpoint");
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
