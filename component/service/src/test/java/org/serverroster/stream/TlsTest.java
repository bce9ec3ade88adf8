package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.stream.Parsing.HEADER;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.stream.Heard.Running;
import org.serverroster.stream.ScriptedServer.Peer;
import org.serverroster.stream.StreamEnd.Kind;
import org.serverroster.stream.StreamSettings.Limits;
import org.serverroster.stream.StreamSettings.Timing;

/** TLS from the first byte, with certificates that the JDK's keytool makes as the test begins. */
class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private static KeyStore good;
    private static KeyStore otherName;

    private final Heard heard = new Heard();

    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException, GeneralSecurityException {
        good = certificate("good", "SAN=ip:127.0.0.1");
        otherName = certificate("other", "SAN=dns:capulet.lit");
    }

    private static KeyStore certificate(String name, String subject)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server"));
        command.addAll(List.of("-keyalg", "EC", "-dname", "CN=" + name, "-ext", subject));
        command.addAll(List.of("-validity", "20", "-storetype", "PKCS12", "-keystore", file.toString()));
        command.addAll(List.of("-storepass", new String(PASSWORD)));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        assertThat(keytool.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    @Test
    void aTrustedCertificateForTheHost() throws Exception {
        try (ScriptedServer server = server(good);
                Running running = heard.run(settings(server, trusting(good), "127.0.0.1"))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            peer.write("<presence id='in'/>");
            assertThat(heard.next()).isEqualTo("<presence id='in'/>");
            assertThat(running.stream().send(Heard.presence("out"))).isTrue();
            assertThat(peer.readUntil("/>")).contains("id='out'");
            running.stream().close(Duration.ofMillis(200));
            assertThat(peer.readUntil("</stream:stream>")).isEqualTo("</stream:stream>");
            assertThat(heard.next()).isEqualTo("detached closed");
        }
    }

    @Test
    void whatIsAnsweredFromItsBytesIsAnsweredOverTls() throws Exception {
        try (ScriptedServer server = server(good);
                Running running = new Answering(heard, 3).run(settings(server, trusting(good), "127.0.0.1"))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            peer.write(Answering.question(1) + Answering.question(2));
            assertThat(peer.readUntil("'2'>xxx</iq>")).isEqualTo("<iq re='1'>xxx</iq><iq re='2'>xxx</iq>");
            assertThat(running.stream().status().attached()).isTrue();
        }
    }

    @Test
    void aCertificateOfSomebodyUnknown() throws Exception {
        assertThat(refusal(good, trusting(otherName), "127.0.0.1").kind()).isEqualTo(Kind.TLS_UNTRUSTED);
    }

    @Test
    void aCertificateForAnotherHost() throws Exception {
        StreamEnd end = refusal(otherName, trusting(otherName), "127.0.0.1");
        assertThat(end.kind()).isEqualTo(Kind.TLS_NAME);
        assertThat(end.words()).contains("another name than 127.0.0.1");
    }

    @Test
    void aServerThatSpeaksNoTls() throws Exception {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(settings(server, trusting(good), "127.0.0.1"))) {
            Peer peer = server.accept();
            peer.write(HEADER);
            StreamEnd end = heard.end();
            assertThat(end.kind()).isEqualTo(Kind.TLS_FAILED);
            assertThat(end.words()).contains("speaks TLS from the first byte");
            assertThat(running.stream().status().attached()).isFalse();
        }
    }

    @Test
    void aServerThatWantsTlsWhereWeSpeakNone() throws Exception {
        try (ScriptedServer server = server(good);
                Running running = heard.run(Heard.settings(server.port(), Limits.DEFAULT, Timings.PATIENT))) {
            Peer peer = server.accept();
            Thread handshake = new Thread(() -> {
                try {
                    peer.readUntil(">");
                } catch (java.io.UncheckedIOException e) {
                    // What came is no TLS.
                }
            });
            handshake.start();
            assertThat(heard.end().words()).contains("TLS");
            assertThat(running.stream().status().attached()).isFalse();
            handshake.join();
        }
    }

    @Test
    void aServerThatNeverAnswersTheTlsHandshake() throws Exception {
        Timing hasty = Timings.handshake(Duration.ofMillis(200));
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(new StreamSettings(
                        "buddies.montague.lit",
                        "127.0.0.1",
                        server.port(),
                        Optional.of(trusting(good)),
                        ScriptedServer.SECRET,
                        Limits.DEFAULT,
                        hasty))) {
            server.accept();
            assertThat(heard.end().kind()).isEqualTo(Kind.HANDSHAKE_TIMEOUT);
            assertThat(running.stream().status().attached()).isFalse();
        }
    }

    private StreamEnd refusal(KeyStore theirs, SSLContext ours, String host) throws Exception {
        try (ScriptedServer server = server(theirs);
                Running running = heard.run(settings(server, ours, host))) {
            Peer peer = server.accept();
            Thread handshake = new Thread(() -> {
                try {
                    peer.readToEnd();
                } catch (java.io.UncheckedIOException e) {
                    // The component turned away.
                }
            });
            handshake.start();
            StreamEnd end = heard.end();
            assertThat(running.stream().status().attached()).isFalse();
            handshake.join();
            return end;
        }
    }

    private static StreamSettings settings(ScriptedServer server, SSLContext tls, String host) {
        return new StreamSettings(
                "buddies.montague.lit",
                host,
                server.port(),
                Optional.of(tls),
                ScriptedServer.SECRET,
                Limits.DEFAULT,
                Timings.PATIENT);
    }

    private static ScriptedServer server(KeyStore store) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        ServerSocket socket =
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        return new ScriptedServer(socket);
    }

    private static SSLContext trusting(KeyStore theirs) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", theirs.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
