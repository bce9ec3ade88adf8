package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.stream.Parsing.HEADER;
import static org.serverroster.stream.Parsing.utf8;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.serverroster.stream.StreamSettings.Limits;

/** Stanzas of 100 MB, read by a Java runtime that has 24 MB: each is skipped, and what follows is delivered. */
class BoundedMemoryTest {

    private static final int MEGABYTES = 100;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aHundredMegabytesPassThroughASmallHeap() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Reader.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        assertThat(said.lines())
                .containsExactly(
                        "text: skipped, delivered",
                        "escapes: skipped, delivered",
                        "elements: skipped, delivered",
                        "names: skipped, delivered",
                        "prefixes and namespaces: skipped, delivered",
                        "attributes: skipped, delivered",
                        "honest stanzas with new names: delivered");
    }

    /** The child. */
    static final class Reader {

        private final StanzaParser parser = new StanzaParser(Limits.DEFAULT);
        private final StringBuilder events = new StringBuilder();
        private byte[] buffer = new byte[16 << 10];

        public static void main(String[] arguments) {
            skip("text", "<message><body>", i -> "lorem ipsum ", "</body></message>", 1);
            skip("escapes", "<message><body>", i -> "&amp;&#x20AC;😀", "</body></message>", 1);
            skip("elements", "<message>", i -> "<x a='1'>y</x>", "</message>", 1);
            skip("names", "<message>", i -> "<n" + i + " a" + i + "=''/>", "</message>", 10);
            skip(
                    "prefixes and namespaces",
                    "<message>",
                    i -> "<p" + i + ":x xmlns:p" + i + "='urn:" + i + "'/>",
                    "</message>",
                    10);
            skip("attributes", "<message ", i -> " xmlns:a" + i + "='u'", "/>", 1);
            Reader reader = new Reader();
            reader.feed(HEADER);
            int most = 0;
            for (int i = 0; i < MEGABYTES * 1000; i++) {
                reader.feed("<iq><n" + i + " xmlns='urn:" + i + "' a" + i + "='" + i + "'/></iq>");
                most = Math.max(most, reader.events.length());
                reader.events.setLength(0);
            }
            System.out.println("honest stanzas with new names: " + (most > 0 ? "delivered" : "lost"));
        }

        private static void skip(String name, String before, IntFunction<String> part, String after, int smaller) {
            Reader reader = new Reader();
            reader.feed(HEADER + before);
            int length = 0;
            for (int i = 0; length < (MEGABYTES << 20) / smaller; i++) {
                StringBuilder parts = new StringBuilder();
                for (int k = 0; k < 1000; k++) {
                    parts.append(part.apply(1000 * i + k));
                }
                length += parts.length();
                reader.feed(parts.toString());
            }
            reader.feed(after + "<presence/>");
            System.out.println(name + ": " + reader.events);
        }

        private void feed(String text) {
            byte[] bytes = utf8(text);
            for (int i = 0; i < bytes.length; i += buffer.length) {
                int count = Math.min(buffer.length, bytes.length - i);
                System.arraycopy(bytes, i, buffer, 0, count);
                parser.feed(buffer, count, this::note);
            }
        }

        private void note(StreamEvent event) {
            if (event instanceof StreamEvent.Skipped) {
                events.append("skipped, ");
            } else if (event instanceof StreamEvent.TopLevel) {
                events.append("delivered");
            } else if (event instanceof StreamEvent.Fault fault) {
                events.append(fault);
            }
        }
    }
}
