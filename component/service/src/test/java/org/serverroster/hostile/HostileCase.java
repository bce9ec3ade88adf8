package org.serverroster.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One case of the corpus in {@code src/test/resources/hostile}: a file with a line that says what it is, a line with what
 * is expected, an empty line, and what goes over the stream. In that, <code>{peer}</code>, <code>{service}</code> and
 * <code>{id}</code> are filled in, <code>@{byte FF}</code> is a byte, <code>@{times 3 ab}</code> is <code>ababab</code>,
 * and <code>@{numbered 3 a#}</code> is <code>a0a1a2</code>, so that what is large is generated and not stored.
 *
 * @param name the file's, without its ending
 * @param expected {@code unanswered}; {@code answered}, the name and type of the one stanza that answers and its error
 *     condition (or -); or {@code ends} and the condition of the stream error that the service says, if it says one
 */
public record HostileCase(String name, List<String> expected, String content) {

    private static final Path FOLDER = folder();
    private static final Pattern MACRO = Pattern.compile("@\\{(byte|times|numbered) ([0-9A-F]+)(?: ([^}]*))?}");
    private static final String EXPECT = "expect: ";

    /** All of them, by name. */
    public static List<HostileCase> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(HostileCase::read).toList();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static Path folder() {
        try {
            return Path.of(HostileCase.class.getResource("/hostile").toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static HostileCase read(Path file) {
        try {
            String text = Files.readString(file);
            int content = text.indexOf("\n\n");
            String expect =
                    text.substring(0, content).lines().skip(1).findFirst().orElseThrow();
            if (!text.startsWith("# ") || !expect.startsWith(EXPECT)) {
                throw new IllegalArgumentException(file + " does not say what it is, or what is expected");
            }
            return new HostileCase(
                    file.getFileName().toString().replace(".txt", ""),
                    List.of(expect.substring(EXPECT.length()).split(" ")),
                    text.substring(content + 2).stripTrailing());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Whether the stream does not survive it. */
    public boolean ends() {
        return expected.get(0).equals("ends");
    }

    /** How many bytes it has, about. */
    public long size() {
        long size = content.length();
        for (Matcher macro = MACRO.matcher(content); macro.find(); ) {
            if (!macro.group(1).equals("byte")) {
                size += (long) Integer.parseInt(macro.group(2)) * macro.group(3).length();
            }
        }
        return size;
    }

    /** Writes the content. */
    public void writeTo(OutputStream stream, String peer, String service, String id) throws IOException {
        String filled = content;
        for (Map.Entry<String, String> each :
                Map.of("{peer}", peer, "{service}", service, "{id}", id).entrySet()) {
            filled = filled.replace(each.getKey(), each.getValue());
        }
        int done = 0;
        Matcher macro = MACRO.matcher(filled);
        while (macro.find()) {
            stream.write(utf8(filled.substring(done, macro.start())));
            expand(stream, macro.group(1), macro.group(2), macro.group(3));
            done = macro.end();
        }
        stream.write(utf8(filled.substring(done)));
    }

    /** The content in memory. */
    public byte[] bytes(String peer, String service, String id) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            writeTo(bytes, peer, service, id);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void expand(OutputStream stream, String kind, String number, String text) throws IOException {
        if (kind.equals("byte")) {
            stream.write(Integer.parseInt(number, 16));
            return;
        }
        byte[] same = utf8(text);
        for (int i = 0; i < Integer.parseInt(number); i++) {
            stream.write(kind.equals("times") ? same : utf8(text.replace("#", Integer.toString(i))));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name;
    }
}
