package org.serverroster;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes one library of all, for the launcher's {@code prepare}: a start that looks for what may be in any of them opens one
 * file instead of sixty. Of one thread.
 */
final class OneLibrary {

    private static final String SERVICES = "META-INF/services/";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final ZipOutputStream out;
    private final Set<String> written = new HashSet<>();
    private final Map<String, String> services = new LinkedHashMap<>();

    private OneLibrary(ZipOutputStream out) {
        this.out = out;
    }

    /** @param arguments the file to make, and the libraries in the order of the class path */
    public static void main(String[] arguments) throws IOException {
        List<Path> files = Stream.of(arguments).map(Path::of).toList();
        make(files.get(0), files.subList(1, files.size()));
    }

    /** What is in several libraries is taken from the first, as it would be on a class path; of services, from all. */
    static void make(Path made, List<Path> libraries) throws IOException {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(made));
                ZipOutputStream out = new ZipOutputStream(file)) {
            OneLibrary one = new OneLibrary(out);
            one.write(
                    MANIFEST, "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            for (Path library : libraries) {
                one.add(library);
            }
            for (Map.Entry<String, String> service : one.services.entrySet()) {
                one.write(service.getKey(), service.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void add(Path library) throws IOException {
        try (ZipFile zip = new ZipFile(library.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName();
                if (entry.isDirectory() || isOfOneLibrary(name)) {
                    continue;
                }
                byte[] bytes = zip.getInputStream(entry).readAllBytes();
                if (name.startsWith(SERVICES)) {
                    services.merge(name, new String(bytes, StandardCharsets.UTF_8), (one, other) -> one + "\n" + other);
                } else {
                    write(name, bytes);
                }
            }
        }
    }

    /** What tells about the library that it is in, and about no other. */
    private static boolean isOfOneLibrary(String name) {
        return name.equals("META-INF/INDEX.LIST")
                || name.endsWith("module-info.class")
                || name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");
    }

    private void write(String name, byte[] bytes) throws IOException {
        if (written.add(name)) {
            out.putNextEntry(new ZipEntry(name));
            out.write(bytes);
            out.closeEntry();
        }
    }
}
