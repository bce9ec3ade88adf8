package org.serverroster.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * The folder of the configuration file: relative paths in the file start here, not in the working directory, which for a
 * daemon is an accident. Immutable.
 */
record Folder(Path path) {

    /** The absolute path that {@code value} names. */
    Optional<Path> resolve(Value value) {
        Optional<String> text = value.text();
        if (text.isPresent() && text.get().isBlank()) {
            value.refuse("is empty; a path is right");
            return Optional.empty();
        }
        try {
            return text.map(path::resolve).map(Path::normalize);
        } catch (InvalidPathException e) {
            value.refuse("holds characters that a path cannot");
            return Optional.empty();
        }
    }

    /** The content of the file that {@code value} names, if it can be read and has at most {@code max} bytes. */
    Optional<byte[]> read(Value value, int max) {
        return resolve(value).flatMap(file -> read(value, file, max));
    }

    private static Optional<byte[]> read(Value value, Path file, int max) {
        if (!Files.exists(file)) {
            value.refuse(file.toString(), "no such file is there; relative paths start at the configuration's folder");
            return Optional.empty();
        }
        if (!Files.isRegularFile(file)) {
            value.refuse(file.toString(), "that is no plain file");
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(max + 1);
            if (bytes.length <= max) {
                return Optional.of(bytes);
            }
            value.refuse(file.toString(), "that file has more than " + max + " bytes");
        } catch (AccessDeniedException e) {
            value.refuse(
                    file.toString(), "this user may not read that file: see its owner and mode (and its folder's)");
        } catch (IOException e) {
            value.refuse(file.toString(), "that file cannot be read");
        }
        return Optional.empty();
    }

    /** Whether every user of this machine may read {@code file}; false where that cannot be told. */
    static boolean isOpenToOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
