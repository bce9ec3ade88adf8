package org.serverroster.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The program behind {@code component/bin/bench}: measures one row after the other, on the main thread, and prints one
 * table. Exit codes: 0 when all was measured, whether or not it reaches what it should; 1 otherwise; 2 for wrong options.
 */
public final class Bench {

    private static final List<Row> ROWS = List.of(
            new TrustRow(),
            new ServersRow(),
            new ChangesRow(),
            new ApprovalsRow(),
            new StartRow(),
            new MemoryRow(),
            new AttachRow(),
            new GrowthRow());

    private final PrintStream out;
    private final Options options;

    private Bench(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    /**
     * Runs the benchmark.
     *
     * @param arguments the launcher of the service, a folder to write below, and the options
     */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(
                out,
                Path.of(arguments[0]).toAbsolutePath(),
                Path.of(arguments[1]).toAbsolutePath(),
                Arrays.asList(arguments).subList(2, arguments.length)));
    }

    /** The same, for a test: returns the exit code. */
    static int run(PrintStream out, Path launcher, Path folder, List<String> arguments) {
        Options options;
        try {
            options = Options.parse(arguments, ROWS.stream().map(Row::name).toList());
        } catch (IllegalArgumentException wrong) {
            out.println("bench: " + wrong.getMessage());
            return 2;
        }
        try {
            new Bench(out, options).measure(launcher, folder);
            return 0;
        } catch (IOException | RuntimeException | AssertionError fault) {
            out.println("bench: failed: " + fault);
            fault.printStackTrace(out);
            return 1;
        }
    }

    private void measure(Path launcher, Path folder) throws IOException {
        Progress progress = new Progress(out);
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Map<String, String> machine = Machine.facts();
        List<Figure> figures = new ArrayList<>();
        try (Bed bed = new Bed(
                launcher,
                folder,
                options.quick() ? Sizes.quick() : Sizes.full(),
                progress,
                options.plot(),
                options.profile())) {
            for (Row row : ROWS) {
                if (options.wants(row.name())) {
                    figures.addAll(row.measure(bed));
                }
            }
        }
        Report report = new Report(time, options.quick(), machine, figures);
        if (options.json().isPresent()) {
            Files.writeString(options.json().get(), report.json());
        }
        progress.say("all is measured");
        out.println();
        machine.forEach((what, value) -> out.println(what + ": " + value));
        out.println();
        out.println(report.table());
    }
}
