package org.serverroster.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the JDK's own {@code jcmd} does with another JVM. Stateless. */
final class Jcmd {

    private Jcmd() {}

    /** Bytes of all objects in its heap that are left after a full collection. */
    static double heapInUse(long pid) throws IOException {
        String histogram = run(pid, "GC.class_histogram");
        // The last line: Total, how many objects, how many bytes.
        return histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .mapToDouble(line -> Double.parseDouble(line.strip().split(" +")[2]))
                .findFirst()
                .orElseThrow(() -> new IOException("jcmd: " + histogram));
    }

    /** Runs one command, and returns what it prints. */
    static String run(long pid, String... command) throws IOException {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        all.add(Long.toString(pid));
        all.addAll(List.of(command));
        Process jcmd = new ProcessBuilder(all).redirectErrorStream(true).start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
