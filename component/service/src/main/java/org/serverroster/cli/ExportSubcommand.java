package org.serverroster.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the roster, the hidden ones too, in a form that an import reads. Of one thread. */
@Command(name = "export", description = "Writes the whole roster, hidden peers too, as import reads it.")
final class ExportSubcommand extends AdminSubcommand {

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "csv",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private FileFormat format;

    @Option(names = "--output", paramLabel = "FILE", description = "where to write; otherwise the standard output")
    private Path output;

    ExportSubcommand(Shell shell, Session.Opener opener) {
        super(shell, opener);
    }

    @Override
    int run(Session session) throws CliException {
        List<RosterRecord> records = new Listings(session, progress())
                .roster(true, "").stream().map(RosterRecord::of).toList();
        String text = format.write(target().service().toString(), records);
        if (output == null) {
            out().print(text);
            out().flush();
        } else {
            write(text);
        }
        return ExitCode.OK;
    }

    /** Beside it first: whoever reads the file, or whose disk is full, never has half of one. */
    private void write(String text) throws CliException {
        Path file = output.toAbsolutePath();
        try {
            Path part = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".part");
            try {
                Files.writeString(part, text);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new CliException(ExitCode.IO, "cannot write " + output + ": " + e.getMessage());
        }
    }
}
