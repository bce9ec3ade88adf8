package org.serverroster.testbed;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** Files and folders that other users of the machine can neither read nor change. Stateless. */
final class Private {

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private Private() {}

    static String randomPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /**
     * The folder, made if it is not there.
     *
     * @throws IOException if one is there that somebody else made or may enter
     */
    static Path folder(Path folder) throws IOException {
        try {
            return Files.createDirectory(folder, attribute(FOLDER));
        } catch (FileAlreadyExistsException e) {
            PosixFileAttributes there =
                    Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!there.isDirectory()
                    || !there.permissions().equals(FOLDER)
                    || !there.owner().getName().equals(System.getProperty("user.name"))) {
                throw new IOException(folder + " is not a folder of this user's alone: remove it", e);
            }
            return folder;
        }
    }

    /** The file with that content, made if it is not there. */
    static Path file(Path file, String content) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, attribute(FILE));
            Files.writeString(file, content);
        }
        return file;
    }

    private static FileAttribute<?> attribute(Set<PosixFilePermission> permissions) {
        return PosixFilePermissions.asFileAttribute(permissions);
    }
}
