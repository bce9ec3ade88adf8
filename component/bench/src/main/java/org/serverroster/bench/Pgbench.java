package org.serverroster.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serverroster.bench.load.Peers;
import org.serverroster.testbed.ServiceProcess;
import org.serverroster.testbed.TestDatabase.Database;

/**
 * PostgreSQL's own load generator, upserting what a request of a peer is stored as: eight clients, one row a transaction,
 * prepared. On the same server and the same tables as the service, in a database of its own. Of one thread.
 */
final class Pgbench {

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern URL = Pattern.compile("jdbc:postgresql://([^:/]+):([0-9]+)/(.+)");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");

    /** As long as those that the service stores; a colon would begin a variable. */
    private static final String STANZA = Subscribers.subscribe(1).replace(':', '-');

    private final Bed bed;
    private final Database database;

    Pgbench(Bed bed) {
        this.bed = bed;
        this.database = bed.rosters().empty();
    }

    /** Transactions a second. */
    double run(Duration time) throws IOException {
        Path folder = bed.newFolder("pgbench");
        Path script = Files.writeString(folder.resolve("upsert.sql"), """
                \\set number random(1, 1000000)
                insert into roster_item (local_domain, peer, state, approved, blocked, name, groups, note, \
                request_received, request_reason, request_stanza, asked_sent, asked_failure, from_since, to_since, \
                since, version) values ('%s', %s, 'None + Pending In', false, false, '', '{}', '', now(), \
                'Our users write to yours', $xml$%s$xml$, null, null, null, null, now(), 1) \
                on conflict (local_domain, peer) do update set state = excluded.state, approved = excluded.approved, \
                blocked = excluded.blocked, name = excluded.name, groups = excluded.groups, note = excluded.note, \
                request_received = excluded.request_received, request_reason = excluded.request_reason, \
                request_stanza = excluded.request_stanza, asked_sent = excluded.asked_sent, \
                asked_failure = excluded.asked_failure, from_since = excluded.from_since, \
                to_since = excluded.to_since, version = excluded.version;
                """.formatted(
                        Bed.COMPONENT, Peers.knownInSql().replace("number", ":number"), STANZA));
        Matcher url = URL.matcher(database.url());
        if (!url.matches()) {
            throw new IllegalStateException(database.url());
        }
        List<String> command = List.of(
                program().toString(),
                "-n",
                "-M",
                "prepared",
                "-c",
                "8",
                "-j",
                "2",
                "-T",
                Long.toString(Math.max(1, time.toSeconds())),
                "-f",
                script.toString(),
                "-h",
                url.group(1),
                "-p",
                url.group(2),
                "-U",
                database.user(),
                url.group(3));
        ServiceProcess process =
                ServiceProcess.start("pgbench", command, Map.of("PGPASSWORD", database.password()), folder);
        int exitCode = process.awaitExit(time.plus(PATIENCE));
        String words = String.join("\n", process.output());
        Matcher rate = RATE.matcher(words);
        if (exitCode != 0 || !rate.find()) {
            throw new IOException("pgbench: " + words);
        }
        return Double.parseDouble(rate.group(1));
    }

    /** Debian's command of that name chooses by the databases that it knows, of which this is none. */
    private static Path program() throws IOException {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(PACKAGES)) {
            for (Path version : versions) {
                Path candidate = version.resolve("bin/pgbench");
                if (Files.isExecutable(candidate)) {
                    return candidate;
                }
            }
        }
        throw new IOException("pgbench is not installed: component/bin/install-servers pgbench");
    }
}
