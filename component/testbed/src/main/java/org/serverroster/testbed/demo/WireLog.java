package org.serverroster.testbed.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serverroster.testbed.Stanza;

/**
 * Follows the file to which one service writes its logger {@code org.serverroster.wire}: a line a stanza, after the
 * time. One thread.
 */
final class WireLog {

    /** What log4j2 is to write for {@link #LINE}: the time down to nanoseconds, then the message. */
    static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn} %m%n";

    /** The message says whose stream it is, {@code >} for sent or {@code <} for received, and the stanza. */
    private static final Pattern LINE = Pattern.compile("(\\S+) (\\S+) ([<>]) (<.*)");

    /** The end of a stanza that was too long for the log. */
    private static final String CUT = "…";

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Path file;
    private long position;

    WireLog(Path file) {
        this.file = file;
    }

    /** The stanzas of the lines that were completed since the last call. */
    List<Crossing> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Crossing> crossings = new ArrayList<>();
        for (String line : completedLines()) {
            parse(line).ifPresent(crossings::add);
        }
        return crossings;
    }

    private List<String> completedLines() {
        // Not a channel: an interrupt closes those.
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            // A chunk always holds a whole line: the service cuts what it logs of a stanza far below that.
            byte[] chunk = new byte[CHUNK_BYTES];
            open.seek(position);
            int end = Math.max(0, open.read(chunk));
            while (end > 0 && chunk[end - 1] != '\n') {
                end--;
            }
            position += end;
            return new String(chunk, 0, end, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot read " + file, fault);
        }
    }

    /** Empty for what is no stanza, or one that was too long for the log. */
    static Optional<Crossing> parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches() || line.endsWith(CUT)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Crossing(
                    parts.group(1),
                    parts.group(2),
                    parts.group(3).equals(">"),
                    Stanza.parse(unescaped(parts.group(4)))));
        } catch (IllegalArgumentException cut) {
            return Optional.empty();
        }
    }

    /** Undoes the escapes of line ends, tabs and back slashes; what else the service escapes stays as it is. */
    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escape = c == '\\' && i + 1 < text.length() ? "nrt\\".indexOf(text.charAt(i + 1)) : -1;
            if (escape >= 0) {
                plain.append("\n\r\t\\".charAt(escape));
                i++;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
