package org.serverroster.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.serverroster.json.Json;
import org.serverroster.xmpp.LocalDomain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the roster as a file says: first shows what that takes, and does it only if told to. Of one thread. */
@Command(
        name = "import",
        description = {
            "Shows which commands would make the roster as a file says, and with --yes runs them.",
            "The file is as export writes it, or roster --json. Columns that it lacks, and peers that it does not"
                    + " name, are left as they are."
        })
final class ImportSubcommand extends AdminSubcommand {

    private static final int MAX_BYTES = 64 << 20;

    private static final TextTable.Columns COLUMNS = TextTable.columns("PEER", "COMMAND", "NOW", "FILE", "WITH");

    @Parameters(paramLabel = "FILE", description = "a roster, as CSV or JSON in UTF-8")
    private Path file;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; otherwise what the file looks like")
    private FileFormat format;

    @Option(names = "--yes", description = "run the commands")
    private boolean yes;

    @Option(names = "--json", description = "tell the plan, and what came of it, in JSON")
    private boolean json;

    private List<RosterRecord> records;

    ImportSubcommand(Shell shell, Session.Opener opener) {
        super(shell, opener);
    }

    @Override
    void check() throws CliException {
        String text = content();
        try {
            records = (format == null ? FileFormat.of(text) : format).read(text);
        } catch (MalformedFileException e) {
            throw new CliException(ExitCode.DATA, file + ": " + String.join("; ", e.faults()));
        }
    }

    private String content() throws CliException {
        if (Files.isDirectory(file)) {
            throw CliException.usage(file + " is a folder: a file is right");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw CliException.usage("the file " + file + " is not there, or cannot be read");
        }
        if (bytes.length > MAX_BYTES) {
            throw new CliException(ExitCode.DATA, file + " has more than " + MAX_BYTES + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            // Spreadsheets begin a file with a byte order mark.
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new CliException(ExitCode.DATA, file + " is no text in UTF-8");
        }
    }

    @Override
    int run(Session session) throws CliException {
        refuseOwnDomain();
        Listings listings = new Listings(session, progress());
        ImportPlan plan = ImportPlan.of(listings.roster(true, ""), records);
        if (!json) {
            show(plan);
        }
        ImportRun run = new ImportRun(plan, session, listings, progress());
        try {
            if (yes) {
                run.execute();
            }
        } finally {
            // Also when the connection is lost on the way: what was done is done.
            tell(plan, run);
        }
        return run.complete() ? ExitCode.OK : ExitCode.NOT_DONE;
    }

    private void refuseOwnDomain() throws CliException {
        LocalDomain service = target().service();
        if (records.stream().anyMatch(record -> record.peer().name().equals(service.name()))) {
            throw new CliException(
                    ExitCode.DATA, file + ": " + service + " is this server itself, and no server is its own peer");
        }
    }

    private void show(ImportPlan plan) {
        if (plan.commands() > 0) {
            List<List<String>> rows = new ArrayList<>();
            plan.changes().forEach(change -> change.steps().forEach(step -> rows.add(cells(change, step))));
            table(COLUMNS, rows);
        }
        plan.remarks().forEach(remark -> out().println(remark.peer().shown() + ": " + remark.why()));
    }

    private static List<String> cells(ImportPlan.Change change, ImportPlan.Step step) {
        return List.of(
                change.peer().shown(),
                step.word(),
                change.before().map(entry -> entry.state().rfcName()).orElse("not on the roster"),
                change.wanted().state().map(Object::toString).orElse(""),
                step.fields().entrySet().stream()
                        .map(field -> field.getKey() + " " + String.join(", ", field.getValue()))
                        .collect(Collectors.joining("; ")));
    }

    private void tell(ImportPlan plan, ImportRun run) {
        if (json) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("service", target().service().toString());
            members.put("commands", commands(plan));
            members.put(
                    "remarks",
                    plan.remarks().stream().map(ImportSubcommand::members).toList());
            members.put("done", yes);
            members.put("results", run.results().stream().map(Result::members).toList());
            members.put("skipped", run.skipped().stream().map(Object::toString).toList());
            out().println(Json.of(members));
            return;
        }
        run.results().stream()
                .filter(Result::failed)
                .forEach(result -> lines(result.note())
                        .forEach(line ->
                                complain(result.command() + " " + result.peer().shown() + ": " + line)));
        run.skipped().forEach(peer -> complain(peer.shown() + " has changed since the plan was made: skipped"));
        long done = run.results().stream().filter(result -> !result.failed()).count();
        if (plan.commands() == 0) {
            err().println("Nothing to do: the roster is as the file says, as far as it can be.");
        } else if (yes) {
            err().println("%,d of %,d commands are done.".formatted(done, plan.commands()));
        } else {
            err().println("Nothing was done. Say --yes to run %s."
                    .formatted(
                            plan.commands() == 1 ? "this command" : "these %,d commands".formatted(plan.commands())));
        }
    }

    private static List<Map<String, Object>> commands(ImportPlan plan) {
        List<Map<String, Object>> commands = new ArrayList<>();
        plan.changes()
                .forEach(change -> change.steps().forEach(step -> {
                    Map<String, Object> members = new LinkedHashMap<>();
                    members.put("jid", change.peer().toString());
                    members.put("command", step.word());
                    members.put(
                            "now", change.before().map(entry -> entry.state().rfcName()));
                    members.put("file", change.wanted().state().map(Object::toString));
                    members.put("fields", step.fields());
                    commands.add(members);
                }));
        return commands;
    }

    private static Map<String, Object> members(ImportPlan.Remark remark) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("jid", remark.peer().toString());
        members.put("why", remark.why());
        return members;
    }
}
