package org.serverroster.roster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.config.Secret;

/**
 * The directory of an embedded database: the data, the password, the unpacked programs, and a lock that one process
 * holds. The operating system frees the lock with the process, however that ends; a database that outlived a process
 * that was killed holds none. Any thread.
 */
final class EmbeddedDir implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(EmbeddedDir.class);
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Duration ORPHAN_ENDS = Duration.ofSeconds(60);

    private final Path dir;
    private final FileChannel lock;
    private final Secret password;

    private EmbeddedDir(Path dir, FileChannel lock, Secret password) {
        this.dir = dir;
        this.lock = lock;
        this.password = password;
    }

    /**
     * Takes the directory for this process, and makes it if it is not there.
     *
     * @throws RosterStoreException.Fault if another process has it, or it cannot be used
     */
    static EmbeddedDir lock(Path dir) {
        try {
            makePrivate(dir);
            FileChannel channel = FileChannel.open(
                    dir.resolve("lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    readableByOwner(false));
            try {
                if (channel.tryLock() == null) {
                    throw new OverlappingFileLockException();
                }
                makePrivate(dir.resolve("bin"));
                return new EmbeddedDir(dir, channel, readOrMakePassword(dir.resolve("password")));
            } catch (OverlappingFileLockException e) {
                channel.close();
                throw new RosterStoreException.Fault(
                        "the embedded database in " + dir + " is in use by another server roster:"
                                + " end that one, or give this one another database.embedded-dir",
                        e);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new RosterStoreException.Fault("database.embedded-dir " + dir + " cannot be used: " + e, e);
        }
    }

    Path data() {
        return dir.resolve("data");
    }

    /** Where the data is while it is being made. */
    Path unfinished() {
        return dir.resolve("data.unfinished");
    }

    /** Within a private directory, because the library makes this one writable to all. */
    Path binaries() {
        return dir.resolve("bin/postgres");
    }

    Path passwordFile() {
        return dir.resolve("password");
    }

    Secret password() {
        return password;
    }

    Path startLog() {
        return dir.resolve("start.log");
    }

    /** The end of what the last start said, at most that many characters. */
    String log(int max) {
        try {
            String log = Files.readString(startLog(), StandardCharsets.ISO_8859_1);
            return log.substring(Math.max(0, log.length() - max));
        } catch (IOException e) {
            return "";
        }
    }

    /** Ends the database that a process which was killed left running on {@code data}, and waits until it is gone. */
    void endOrphan(Path data) {
        Optional<ProcessHandle> orphan = postmaster(data);
        if (orphan.isEmpty()) {
            return;
        }
        LOG.info(
                "a PostgreSQL (process {}) still runs on {}; it is ended",
                orphan.get().pid(),
                data);
        // SIGTERM, which ProcessHandle sends, would wait for every client to leave; SIGINT does not.
        try {
            new ProcessBuilder("sh", "-c", "kill -INT " + orphan.get().pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            orphan.get().onExit().get(ORPHAN_ENDS.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new RosterStoreException.Fault(
                    "a PostgreSQL (process " + orphan.get().pid() + ") still runs on " + data + " and does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RosterStoreException.Fault("interrupted while waiting for a PostgreSQL to end", e);
        }
    }

    /** The process that the database's own lock file names, if it is a PostgreSQL on that data and not a later namesake. */
    private static Optional<ProcessHandle> postmaster(Path data) {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"), StandardCharsets.ISO_8859_1)) {
            return lines.findFirst()
                    .map(String::trim)
                    .filter(pid -> pid.matches("[0-9]{1,18}"))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                    .filter(process -> process.isAlive() && runsOn(process, data));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static boolean runsOn(ProcessHandle process, Path data) {
        try {
            // A postmaster works in its data directory. As told by the system: its command line could be anybody's.
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(data.toRealPath());
        } catch (IOException | UnsupportedOperationException e) {
            return process.info().commandLine().orElse("").contains(data.toString());
        }
    }

    /** Removes a directory with all that is in it. */
    void clear(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        endOrphan(directory);
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(directory)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.debug("freeing the lock: {}", e.getMessage());
        }
    }

    private static void makePrivate(Path directory) throws IOException {
        try {
            if (directory.getParent() != null) {
                Files.createDirectories(directory.getParent());
            }
            Files.createDirectory(directory, readableByOwner(true));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    private static Secret readOrMakePassword(Path file) throws IOException {
        if (Files.exists(file)) {
            return new Secret(Files.readString(file).trim());
        }
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Path whole = file.resolveSibling("password.unfinished");
        Files.deleteIfExists(whole);
        try (FileChannel channel = FileChannel.open(
                whole, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), readableByOwner(false))) {
            channel.write(StandardCharsets.US_ASCII.encode(password + "\n"));
            channel.force(true);
        }
        Files.move(whole, file);
        return new Secret(password);
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static FileAttribute<?>[] readableByOwner(boolean directory) {
        return attributes(directory ? "rwx------" : "rw-------");
    }
}
