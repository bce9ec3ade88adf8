package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.it.Launcher.Result;

/** "TLS on by default with certificate check", against a real server. */
class AdminCommandLineTlsIT {

    private static final String STORE_PASSWORD = "changeit";

    @TempDir
    private Path folder;

    @Test
    @DisplayName("A certificate for the account's domain, from an authority that Java trusts, and no other")
    void certificates() throws Exception {
        Path store = makeCertificate("montague.lit");
        try (CommandLineBed bed = CommandLineBed.start(folder, tls())) {
            Result untrusted = bed.launcher().run("roster");
            assertThat(untrusted.exitCode()).isEqualTo(69);
            assertThat(untrusted.err()).contains("its certificate is not");

            Result trusted = bed.launcher().run(trusting(store), "roster");
            assertThat(trusted.err()).isEqualTo("No peer to list.\n");
            assertThat(trusted.exitCode()).isZero();
        }
    }

    @Test
    @DisplayName("RFC 6120, 13.7.2: a certificate for another domain is none, whoever signed it")
    void anotherName() throws Exception {
        Path store = makeCertificate("capulet.lit");
        try (CommandLineBed bed = CommandLineBed.start(folder, tls())) {
            Result result = bed.launcher().run(trusting(store), "roster");
            assertThat(result.exitCode()).isEqualTo(69);
            assertThat(result.err()).contains("its certificate is not valid for montague.lit");
        }
    }

    private static Map<String, String> trusting(Path store) {
        return Map.of(
                "JAVA_OPTS",
                "-Djavax.net.ssl.trustStore=" + store + " -Djavax.net.ssl.trustStorePassword=" + STORE_PASSWORD);
    }

    private String tls() {
        return """
                modules_enabled = { "tls" }
                c2s_require_encryption = true
                ssl = { key = "%1$s/key.pem", certificate = "%1$s/certificate.pem" }
                """.formatted(folder);
    }

    /** A key and a certificate for that domain as files that a server reads, and a store that trusts it. */
    private Path makeCertificate(String domain) throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + "/bin/keytool",
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + domain,
                        "-ext",
                        "SAN=dns:" + domain,
                        "-storepass",
                        STORE_PASSWORD,
                        "-keystore",
                        store.toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD.toCharArray());
        }
        write(
                "key",
                "PRIVATE KEY",
                keys.getKey("own", STORE_PASSWORD.toCharArray()).getEncoded());
        write("certificate", "CERTIFICATE", keys.getCertificate("own").getEncoded());
        Path trusted = folder.resolve("trusted.p12");
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("own", keys.getCertificate("own"));
        try (var out = Files.newOutputStream(trusted)) {
            trust.store(out, STORE_PASSWORD.toCharArray());
        }
        return trusted;
    }

    private void write(String name, String type, byte[] content) throws Exception {
        Files.writeString(
                folder.resolve(name + ".pem"),
                "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                        .formatted(type, Base64.getMimeEncoder().encodeToString(content)));
    }
}
