package org.serverroster.cli;

import java.util.List;
import java.util.Locale;

/** How a roster is written into a file and read from one. */
enum FileFormat {
    /** RFC 4180, with a heading; the groups stand in one cell, each in a line. */
    CSV {
        @Override
        String write(String service, List<RosterRecord> records) {
            return CsvFile.write(records);
        }

        @Override
        List<RosterRecord> read(String text) throws MalformedFileException {
            return CsvFile.read(text);
        }
    },

    /** An object with the service's name and a list of objects. */
    JSON {
        @Override
        String write(String service, List<RosterRecord> records) {
            return JsonFile.write(service, records);
        }

        @Override
        List<RosterRecord> read(String text) throws MalformedFileException {
            return JsonFile.read(text);
        }
    };

    abstract String write(String service, List<RosterRecord> records);

    /** @throws MalformedFileException with everything that is wrong in it */
    abstract List<RosterRecord> read(String text) throws MalformedFileException;

    /** The one that the text is in. */
    static FileFormat of(String text) {
        return text.stripLeading().startsWith("{") ? JSON : CSV;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
