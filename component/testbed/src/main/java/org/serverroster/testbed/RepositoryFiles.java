package org.serverroster.testbed;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files of the source tree that servers are run with. They are found from where this class was built, whatever the
 * working directory: tests run in their module's folder, the demo where somebody calls it. Stateless; any thread.
 */
final class RepositoryFiles {

    private RepositoryFiles() {}

    /**
     * A file or folder below {@code config/}.
     *
     * @throws IllegalStateException if the class was not built in the source tree, or the file is not in it
     */
    static Path config(String name) {
        for (Path folder = built(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("config").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new IllegalStateException("config/" + name + " is in no folder above " + built());
    }

    private static Path built() {
        try {
            return Path.of(RepositoryFiles.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
