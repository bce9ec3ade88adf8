package org.serverroster.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What is in use of another JVM's heap, asked through the JDK's own {@code jcmd}. Stateless. */
final class Heap {

    private Heap() {}

    /** Bytes of all objects that are left after a full collection. */
    static double inUse(long pid) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram");
        Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // The last line: Total, how many objects, how many bytes.
        return histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .mapToDouble(line -> Double.parseDouble(line.strip().split(" +")[2]))
                .findFirst()
                .orElseThrow(() -> new IOException("jcmd: " + histogram));
    }
}
