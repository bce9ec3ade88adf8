package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.stream.Parsing.HEADER;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serverroster.stream.Heard.Running;
import org.serverroster.stream.ScriptedServer.Peer;
import org.serverroster.stream.StreamSettings.Limits;

class WhatIsLoggedTest {

    private static final List<String> LOGGERS = List.of("org.serverroster", "org.serverroster.wire");

    private final Heard heard = new Heard();
    private final Lines lines = new Lines();
    private final Map<String, Level> levels = new HashMap<>();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);

    /** Everything that is logged below {@code org.serverroster}, down to the last detail. */
    private static final class Lines extends AbstractAppender {

        private final List<String> all = new CopyOnWriteArrayList<>();

        Lines() {
            super("lines", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            String message = event.getMessage().getFormattedMessage();
            if (message.contains("buddies.montague.lit")) {
                all.add(event.getLevel() + " " + event.getLoggerName() + " " + message + " " + event.getThrown());
            }
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        for (String name : LOGGERS) {
            levels.put(name, LogManager.getLogger(name).getLevel());
        }
        context.getConfiguration().getRootLogger().addAppender(lines, Level.ALL, null);
        Configurator.setAllLevels(LOGGERS.get(0), Level.ALL);
        Configurator.setLevel(LOGGERS.get(1), Level.ALL);
    }

    @AfterEach
    void stopListening() {
        Configurator.setAllLevels(LOGGERS.get(0), levels.get(LOGGERS.get(0)));
        Configurator.setLevel(LOGGERS.get(1), levels.get(LOGGERS.get(1)));
        context.getConfiguration().getRootLogger().removeAppender(lines.getName());
    }

    @Test
    void stanzasAreShownOneALineAndTheHandshakeNever() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server))) {
            Peer peer = server.attach();
            peer.write("<message from='capulet.lit'><body>two\nlines \u202Eand a trick</body></message>");
            assertThat(heard.next()).isEqualTo("attached");
            heard.next();
            running.stream().send(Heard.presence("out"));
            peer.readUntil("/>");
            String wire = "DEBUG org.serverroster.wire buddies.montague.lit ";
            Heard.until(() -> lines.all.stream().anyMatch(line -> line.contains("id='out'")));
            assertThat(lines.all)
                    .contains(
                            wire
                                    + "< <message from='capulet.lit'><body>two\\nlines \\u{202e}and a trick</body></message>"
                                    + " null",
                            wire + "> <presence from='buddies.montague.lit' to='capulet.lit' id='out'/> null")
                    .noneMatch(line -> line.contains("handshake"));
        }
    }

    @Test
    void theSecretAndItsProofAreNowhereWhateverHappens() throws InterruptedException {
        String proof = Handshake.proof(ScriptedServer.SECRET, "3BF96D32");
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server))) {
            for (String then : List.of(
                    HandshakeTest.error("not-authorized", ""), "<<<", "<handshake/></stream:stream>", "<handshake/>")) {
                Peer peer = server.accept();
                peer.readUntil("to='buddies.montague.lit'>");
                peer.write(HEADER);
                peer.readUntil(ScriptedServer.PROOF);
                peer.write(then);
                peer.close();
                String end = heard.end().toString();
                assertThat(end).doesNotContain("sesame").doesNotContain(proof);
            }
            assertThat(running.stream().status().toString()).doesNotContain("sesame", proof);
        }
        assertThat(lines.all)
                .isNotEmpty()
                .noneMatch(line -> line.contains("sesame"))
                .noneMatch(line -> line.contains(proof));
    }

    @Test
    void whoSentAnOversizedStanzaIsEscaped() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(
                        Heard.settings(server.port(), Limits.DEFAULT.withStanzaBytes(100), Timings.PATIENT))) {
            Peer peer = server.attach();
            peer.write("<message from='a&#10;FATAL fake@capulet.lit'><body>" + "x".repeat(100) + "</body></message>");
            assertThat(heard.next()).isEqualTo("attached");
            assertThat(heard.next()).startsWith("oversized");
            assertThat(lines.all)
                    .anyMatch(line -> line.startsWith("WARN") && line.contains("from a\\nFATAL fake@capulet.lit"));
            assertThat(running.stream().status().attached()).isTrue();
        }
    }
}
