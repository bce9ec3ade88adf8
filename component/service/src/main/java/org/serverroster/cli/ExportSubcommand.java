package org.serverroster.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the roster, the hidden ones too, in a form that an import reads. Of one thread. */
@Command(
        name = "export",
        description = "Writes the whole roster, hidden peers too, as import reads it.",
        footer = {
            "  0   done",
            "  1   the service says that it cannot be done",
            "  2   a wrong command line",
            "  65  the service or this program refuses what was given",
            "  69  the server or the service cannot be reached",
            "  70  a fault of this program",
            "  74  the file cannot be written",
            "  75  no answer in time, or one that says to try again later",
            "  76  an answer that makes no sense",
            "  77  the login failed, or the account may not do that"
        })
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
