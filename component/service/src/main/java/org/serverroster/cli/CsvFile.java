package org.serverroster.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A roster as comma-separated values. Has no state. */
final class CsvFile {

    private CsvFile() {}

    static String write(List<RosterRecord> records) {
        StringBuilder out = new StringBuilder(Csv.line(RosterRecord.FIELDS));
        for (RosterRecord record : records) {
            out.append(Csv.line(List.of(
                    record.peer().toString(),
                    record.state().map(Object::toString).orElse(""),
                    record.name().orElse(""),
                    String.join("\n", record.groups().orElse(List.of())),
                    record.note().orElse(""),
                    record.blocked().map(Object::toString).orElse(""),
                    record.since().orElse(""))));
        }
        return out.toString();
    }

    /** The columns may stand in any order; those that are not there are not said. */
    static List<RosterRecord> read(String text) throws MalformedFileException {
        List<Csv.Line> lines;
        try {
            lines = Csv.parse(text);
        } catch (Csv.MalformedCsvException e) {
            throw new MalformedFileException(List.of(e.getMessage()));
        }
        if (lines.isEmpty()) {
            throw new MalformedFileException(
                    List.of("it is empty: a heading of " + String.join(",", RosterRecord.FIELDS) + " is right"));
        }
        List<String> columns = lines.get(0).cells().stream()
                .map(cell -> cell.strip().toLowerCase(Locale.ROOT))
                .toList();
        RecordReader reader = new RecordReader();
        checkColumns(columns, reader);
        for (Csv.Line line : lines.subList(1, lines.size())) {
            if (!reader.wantsMore()) {
                break;
            }
            String where = "line " + line.line();
            if (line.cells().size() == columns.size()) {
                reader.add(where, values(columns, line.cells()));
            } else {
                reader.fault(where, line.cells().size() + " cells, and the heading has " + columns.size());
            }
        }
        return reader.records();
    }

    private static void checkColumns(List<String> columns, RecordReader reader) throws MalformedFileException {
        if (columns.size() == 1 && columns.get(0).matches(".*[;\t].*")) {
            throw new MalformedFileException(
                    List.of("line 1: its columns have semicolons or tabs between them: commas are"
                            + " right (a spreadsheet lets you choose when it saves)"));
        }
        for (String column : columns) {
            if (!RosterRecord.FIELDS.contains(column) && !RecordReader.IGNORED.contains(column)) {
                reader.fault(
                        "line 1",
                        "'" + column + "' is no column that is known; those are "
                                + String.join(", ", RosterRecord.FIELDS));
            }
        }
        if (new HashSet<>(columns).size() < columns.size()) {
            reader.fault("line 1", "a column is there twice");
        }
        if (!columns.contains(RosterRecord.JID)) {
            reader.fault("line 1", "there is no column jid");
        }
        // What stands below a wrong heading would only be wrong in its wake.
        reader.records();
    }

    private static RecordReader.Values values(List<String> columns, List<String> cells) {
        return new RecordReader.Values(
                cell(RosterRecord.JID, columns, cells),
                cell(RosterRecord.STATE, columns, cells),
                cell(RosterRecord.NAME, columns, cells),
                cell(RosterRecord.GROUPS, columns, cells).map(cell -> List.of(cell.split("\\r\\n|\\n|\\r", -1))),
                cell(RosterRecord.NOTE, columns, cells),
                cell(RosterRecord.BLOCKED, columns, cells),
                cell(RosterRecord.SINCE, columns, cells));
    }

    private static Optional<String> cell(String column, List<String> columns, List<String> cells) {
        int index = columns.indexOf(column);
        return index < 0 ? Optional.empty() : Optional.of(cells.get(index));
    }
}
