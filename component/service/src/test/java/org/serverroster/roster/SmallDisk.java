package org.serverroster.roster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file system in memory with little room, which a test fills up. Mounting takes root, or sudo without a
 * password. Of the test's thread.
 */
final class SmallDisk implements AutoCloseable {

    private static final int BLOCK = 4_096;
    private static final long PATIENCE_SECONDS = 30;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Empty: nobody may mount one here. */
    static Optional<SmallDisk> mount(Path folder, int megabytes) throws IOException {
        Files.createDirectories(folder);
        String options = "mode=1777,size=" + megabytes + "m";
        return asRoot("mount", "-t", "tmpfs", "-o", options, "server-roster", folder.toString())
                ? Optional.of(new SmallDisk(folder))
                : Optional.empty();
    }

    Path folder() {
        return folder;
    }

    /** Leaves so much room, and none where it is 0. */
    void fill(long room) throws IOException {
        long bytes = Math.max(0, Files.getFileStore(folder).getUsableSpace() - room);
        try (OutputStream ballast = Files.newOutputStream(ballast())) {
            byte[] block = new byte[BLOCK];
            for (long written = 0; written < bytes; written += BLOCK) {
                ballast.write(block);
            }
        } catch (IOException full) {
            if (room > 0 || Files.getFileStore(folder).getUsableSpace() >= BLOCK) {
                throw full;
            }
        }
    }

    /** Takes away what {@link #fill} wrote. */
    void free() throws IOException {
        Files.deleteIfExists(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    private static boolean asRoot(String... command) throws IOException {
        List<String> asRoot = new ArrayList<>(List.of(command));
        if (!System.getProperty("user.name").equals("root")) {
            asRoot.addAll(0, List.of("sudo", "-n"));
        }
        try {
            Process process = new ProcessBuilder(asRoot)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!asRoot("umount", "--lazy", folder.toString())) {
            throw new IOException("Cannot unmount " + folder);
        }
    }
}
