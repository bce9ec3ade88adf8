package org.serverroster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells of a process. Stateless; any thread. */
public final class ProcessFacts {

    /** The kernel's USER_HZ, which is 100 on every architecture that this runs on. */
    private static final double TICKS_A_SECOND = 100;

    private ProcessFacts() {}

    /** Seconds of CPU that all its threads took so far, in user mode and in the kernel; in steps of 10 ms. */
    public static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The name, in brackets, may hold spaces; utime and stime are fields 14 and 15.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }

    /** Resident memory in MB (2^20 bytes). */
    public static double residentMegabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0)
                .findFirst()
                .orElseThrow(() -> new IOException("process " + pid + " has ended"));
    }
}
