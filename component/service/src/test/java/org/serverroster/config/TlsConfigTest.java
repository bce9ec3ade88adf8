package org.serverroster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.config.Hocon.component;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "tls = off | direct (certificate and host name checked; truststore configurable)". */
class TlsConfigTest {

    private static final String PASSWORD = "hunter2hunter2";
    private static final String PATH = "server-roster.components[0].tls-truststore";

    @TempDir
    static Path folder;

    private static Hocon hocon;

    @BeforeAll
    static void makeStores() throws Exception {
        hocon = new Hocon(folder);
        hocon.write("password", PASSWORD + "\n");
        hocon.write("other-password", "not the right one\n");
        String store = folder.resolve("store").toString();
        keytool("-genkeypair", "-alias", "own", "-keyalg", "EC", "-dname", "CN=montague.lit", "-keystore", store);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "own",
                "-keystore",
                store,
                "-file",
                folder.resolve("pem").toString());
        for (String type : List.of("pkcs12", "jks")) {
            String trusted = folder.resolve(type).toString();
            keytool(
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    "m",
                    "-file",
                    folder.resolve("pem").toString(),
                    "-keystore",
                    trusted,
                    "-storetype",
                    type);
        }
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(System.getProperty("java.home") + "/bin/keytool", "-storepass", PASSWORD),
                        Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file = pem",
                "file = pem, type = pem",
                "file = pkcs12, type = pkcs12, password-file = password",
                "file = jks, type = jks, password-file = password"
            })
    @DisplayName("A truststore in each of the three forms is taken")
    void truststores(String truststore) throws Exception {
        TlsConfig tls = hocon.only("tls = direct\ntls-truststore { " + truststore + " }")
                .tls();
        assertThat(tls)
                .isInstanceOfSatisfying(
                        TlsConfig.Direct.class,
                        direct -> assertThat(direct.context()).isNotNull());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file = pkcs12",
                "file = pkcs12, type = pkcs12",
                "file = pkcs12, type = pkcs12, password-file = other-password",
                "file = pem, type = jks, password-file = password",
                "file = password",
                "file = none"
            })
    @DisplayName("One that cannot be opened, or shows no certificate, is refused at start")
    void unusable(String truststore) {
        assertThat(hocon.faults(component("tls = direct\ntls-truststore { " + truststore + " }")))
                .singleElement()
                .asString()
                .startsWith(PATH + ".file: ")
                .doesNotContain(PASSWORD);
    }

    @Test
    @DisplayName("So is one that is incomplete, or stands where it would not be used")
    void misplaced() {
        assertThat(hocon.faults(component("tls = direct\ntls-truststore { }")))
                .singleElement()
                .asString()
                .startsWith(PATH + ".file: is missing");
        assertThat(hocon.faults(component("tls = direct\ntls-truststore { file = pem, type = der }")))
                .singleElement()
                .asString()
                .startsWith(PATH + ".type: ")
                .contains("pem, pkcs12, jks");
        assertThat(hocon.faults(component("tls-truststore { file = pem }")))
                .singleElement()
                .asString()
                .startsWith(PATH + ": ")
                .contains("tls = direct");
        assertThat(hocon.faults(component("tls = direct\ntls-truststore { file = pem, password-file = none }")))
                .singleElement()
                .asString()
                .startsWith(PATH + ".password-file: ");
    }
}
