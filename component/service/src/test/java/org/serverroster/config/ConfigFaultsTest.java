package org.serverroster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.serverroster.config.Hocon.component;
import static org.serverroster.config.Hocon.root;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * "A missing secret, a sample secret, an unknown key, a bad value, two components of one domain: refused at start with
 * all faults listed, each with its key and what would be right."
 */
class ConfigFaultsTest {

    private static final String FIRST = "server-roster.components[0].";

    @TempDir
    Path folder;

    private Hocon hocon;

    @BeforeEach
    void setUp() {
        hocon = new Hocon(folder);
    }

    @Test
    @DisplayName("All faults are told at once, each with the path of its key, in the order of the file")
    void allAtOnce() {
        assertThat(hocon.faults("""
                        server-roster {
                          components = [
                            { domain = "a..lit", port = 70000, admins = ["montague.lit"], secret = changeme }
                            { domian = "b.lit", tls = maybe, readers = "incidents.lit" }
                          ]
                          database { pool-size = many }
                          http { listen = 9267 }
                          limits { max-pending = -1, stanza-bytes = 512 }
                          limit { }
                        }
                        """))
                .satisfiesExactly(
                        fault -> assertThat(fault)
                                .startsWith("server-roster.limit: ")
                                .contains("did you mean limits?"),
                        fault ->
                                assertThat(fault).startsWith(FIRST + "domain: ").contains("'a..lit'", "empty label"),
                        fault -> assertThat(fault).startsWith(FIRST + "port: ").contains("'70000'", "1 to 65535"),
                        fault ->
                                assertThat(fault).startsWith(FIRST + "secret: ").contains("openssl rand -hex 32"),
                        fault -> assertThat(fault)
                                .startsWith(FIRST + "admins[0]: ")
                                .contains("admin@montague.lit"),
                        fault -> assertThat(fault)
                                .startsWith("server-roster.components[1].domian: ")
                                .contains("did you mean domain?"),
                        fault -> assertThat(fault).startsWith("server-roster.components[1].domain: is missing"),
                        fault -> assertThat(fault)
                                .startsWith("server-roster.components[1].tls: ")
                                .contains("off, direct"),
                        fault -> assertThat(fault).startsWith("server-roster.components[1].secret: is missing"),
                        fault -> assertThat(fault)
                                .startsWith("server-roster.components[1].readers: is a text")
                                .contains("list in brackets"),
                        fault -> assertThat(fault)
                                .startsWith("server-roster.database.pool-size: ")
                                .contains("url"),
                        fault -> assertThat(fault)
                                .startsWith("server-roster.http.listen: ")
                                .contains("127.0.0.1:9267"),
                        fault -> assertThat(fault)
                                .startsWith("server-roster.limits.stanza-bytes: ")
                                .contains("10000"),
                        fault -> assertThat(fault)
                                .startsWith("server-roster.limits.max-pending: ")
                                .contains("0 to"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "port = 0                                | port               | 1 to 65535",
                "port = 65536                            | port               | 1 to 65535",
                "port = 5347.5                           | port               | whole number",
                "port = \"\"                             | port               | whole number",
                "port = 99999999999999999999             | port               | whole number",
                "port = [5347]                           | port               | is a list",
                "host = \"\"                             | host               | without a port",
                "host = \"127.0.0.1:5347\"               | host               | without a port",
                "host = \"a b\"                          | host               | without a port",
                "host { }                                | host               | is a section",
                "tls = yes                               | tls                | off, direct",
                "tls { }                                 | tls                | off, direct",
                "reciprocate = maybe                     | reciprocate        | true or false",
                "approve-reverse = []                    | approve-reverse    | true or false",
                "admins = [\"@montague.lit\"]            | admins[0]          | is empty",
                "admins = [\"a@b.lit\", \"c@d.lit/x\"]   | admins[1]          | without a resource is right: c@d.lit",
                "admins = [\"a@b@c.lit\"]                | admins[0]          | is no domain",
                "admins = [[]]                           | admins[0]          | is a list",
                "readers = [\"a b.lit\"]                 | readers[0]         | is no domain",
                "readers { a = 1 }                       | readers            | list in brackets",
                "serves = [\"admin@montague.lit\"]       | serves[0]          | is no domain",
                "approval = [ prompt ]                   | approval[0]        | match, action, reciprocate",
                "approval = [ { action = deny } ]        | approval[0].match  | is missing",
                "approval = [ { match = a.lit } ]        | approval[0].action | approve, prompt, deny, ignore",
                "approval = [ { match = \"**\", action = deny } ]   | approval[0].match  | is no domain",
                "approval = [ { match = a.lit, action = allow } ]   | approval[0].action | approve, prompt, deny, ignore",
                "approval = [ { match = a.lit, action = deny, reciprocate = true } ] | approval[0].reciprocate | approve",
                "trust { requires = some }               | trust.requires     | from, both, to, any",
                "trust { subdomains = 1 }                | trust.subdomains   | true or false",
                "trust { require = from }                | trust.require      | did you mean requires?",
                "trust = from                            | trust              | requires, subdomains",
                "contact { abuse = \"mailto:a@b.lit\" }  | contact.abuse      | list in brackets",
                "contact { abuse = [\"a@b.lit\"] }       | contact.abuse[0]   | mailto:",
                "contact { abuse = [\"mailto: a\"] }     | contact.abuse[0]   | mailto:",
                "contact { root = [] }                   | contact.root       | abuse, admin",
                "approveReverse = true                   | approveReverse     | did you mean approve-reverse?",
                "xyzzy = true                            | xyzzy              | the keys here are domain, host"
            })
    @DisplayName("A value that is not right is refused with its key and what would be right")
    void badValues(String line, String key, String right) {
        assertThat(hocon.faults(component(line)))
                .anySatisfy(fault ->
                        assertThat(fault).startsWith(FIRST + key + ": ").contains(right));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "http { listen = \"127.0.0.1\" }         | http.listen         | 127.0.0.1:9267",
                "http { listen = \"127.0.0.1:0\" }       | http.listen         | 1 to 65535",
                "http { listen = \":9267\" }             | http.listen         | 127.0.0.1:9267",
                "http { listen = false }                 | http.listen         | or off",
                "limits { max-pending = \"\" }           | limits.max-pending  | whole number",
                "limits { stanza-bytes = 9999 }          | limits.stanza-bytes | at least 10000",
                "limits { stanza-bytes = 99999999 }      | limits.stanza-bytes | whole number",
                "limits { maxPending = 1 }               | limits.maxPending   | did you mean max-pending?",
                "database { url = \"jdbc:mysql://h/d\" } | database.url        | jdbc:postgresql:",
                "database { url = \"jdbc:postgresql:d\" }| database.user       | is missing",
                "database { url = \"jdbc:postgresql:d\" }| database.password   | is missing",
                "database { user = u }                   | database.user       | goes with url",
                "database { password = p }               | database.password   | goes with url",
                "database { embedded-dir = \"\" }        | database.embedded-dir | a path is right",
                "database { embedded-dir = [] }          | database.embedded-dir | is a list",
                "database = embedded                     | database            | embedded-dir, url",
                "component { }                           | component           | did you mean components?"
            })
    @DisplayName("So is one outside the components")
    void badValuesElsewhere(String line, String key, String right) {
        String text = root("components = [ { domain = a.lit, secret = " + Hocon.GOOD_SECRET + " } ]\n" + line);
        assertThat(hocon.faults(text))
                .anySatisfy(fault -> assertThat(fault)
                        .startsWith("server-roster." + key + ": ")
                        .contains(right));
    }

    @Test
    @DisplayName("Two components of one domain are refused, in whatever form the domain is written")
    void oneDomainTwice() {
        assertThat(hocon.faults("""
                                server-roster.components = [
                                  { domain = "buddies.montague.lit", secret = 5f1d7a84c2e94b0b }
                                  { domain = "Buddies.MONTAGUE.lit.", secret = 5f1d7a84c2e94b0b }
                                ]
                                """))
                .singleElement()
                .asString()
                .startsWith("server-roster.components[1].domain: ")
                .contains("server-roster.components[0].domain", "once");
    }

    @Test
    @DisplayName("A component may serve its parent domain, a virtual host beside it, and one below it")
    void serves() throws Exception {
        assertThat(hocon.only("serves = [\"montague.lit\", \"VERONA.lit.\", \"x.buddies.montague.lit\"]")
                        .serves())
                .extracting(Object::toString)
                .containsExactly("montague.lit", "verona.lit", "x.buddies.montague.lit");
    }

    @Test
    @DisplayName("A domain is served once at most, and no component serves its own")
    void servedTwice() {
        assertThat(hocon.faults(component("serves = [\"montague.lit\", \"MONTAGUE.lit\", \"buddies.montague.lit\"]")))
                .anySatisfy(fault ->
                        assertThat(fault).startsWith(FIRST + "serves[1]: ").contains(FIRST + "serves[0]"))
                .anySatisfy(fault ->
                        assertThat(fault).startsWith(FIRST + "serves[2]: ").contains(FIRST + "domain"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "server_roster { }", "server-roster { }", "server-roster.components = null", "{}"})
    @DisplayName("A configuration without a component is refused")
    void noComponent(String text) {
        assertThat(hocon.faults(text))
                .contains("server-roster.components: is missing; a list of one component or more is right");
    }

    @Test
    @DisplayName("So is one whose list of components is empty or is none")
    void emptyComponents() {
        assertThat(hocon.faults(root("components = []")))
                .containsExactly("server-roster.components: is empty; one component or more is right");
        assertThat(hocon.faults(root("components { }")))
                .containsExactly("server-roster.components: is a section; a list in brackets is right");
        assertThat(hocon.faults(root("components = [ a.lit ]")))
                .singleElement()
                .asString()
                .startsWith("server-roster.components[0]: is a text; a section in braces is right, with domain, host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"server-roster {\n a = \"x\n}", "server-roster {\n a = x$y }", "server-roster {\n a = [1 }"})
    @DisplayName("What is no HOCON is refused with the number of the line")
    void syntax(String text) {
        assertThat(hocon.faults(text))
                .singleElement()
                .asString()
                .startsWith("line 2")
                .contains("no valid HOCON");
    }

    @Test
    @DisplayName("A variable that is not set is told with the key that asks for it, along with the other faults")
    void unsetVariables() {
        String text = component("readers = [${WHO}]\n host = ${WHERE}\n trust = ${HOW} { }\n port = 0");
        assertThat(hocon.faults(text))
                .hasSize(4)
                .anySatisfy(fault -> assertThat(fault).startsWith(FIRST + "port: "))
                .anySatisfy(fault -> assertThat(fault).startsWith(FIRST + "readers[0]: holds a ${…}"))
                .anySatisfy(fault -> assertThat(fault).startsWith(FIRST + "trust: holds a ${…}"))
                .anySatisfy(fault -> assertThat(fault).startsWith(FIRST + "host: holds a ${…}"));
        assertThat(hocon.faults("server-roster = ${ALL}"))
                .anySatisfy(fault -> assertThat(fault).startsWith("server-roster: holds a ${…}"));
    }

    @Test
    @DisplayName("A value that leads back to itself is refused")
    void cycle() {
        assertThat(hocon.faults(component("host = ${server-roster.http.listen}")
                        + "\nserver-roster.http.listen = ${server-roster.http.listen}"))
                .singleElement()
                .asString()
                .contains("itself");
    }

    @Test
    @DisplayName("A file that is not there, is none, or is too large is refused")
    void noFile() throws Exception {
        assertThat(catchThrowableOfType(
                                ConfigurationException.class,
                                () -> ConfigLoader.load(folder.resolve("none.conf"), Map.of()))
                        .faults())
                .containsExactly(new Fault("", "no such file is there"));
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> ConfigLoader.load(folder, Map.of()))
                        .faults())
                .containsExactly(new Fault("", "it is no plain file"));
        assertThat(hocon.faults("#".repeat(1 << 21))).containsExactly("it has more than 1048576 bytes");
    }

    @Test
    @DisplayName("Brackets without end do not bring the program down")
    void deepNesting() {
        assertThat(hocon.faults("a = " + "[".repeat(500_000))).hasSize(1);
    }

    @Test
    @DisplayName("An include takes files only: nothing is fetched")
    void includes() {
        assertThat(hocon.faults("include url(\"http://127.0.0.1:1/x\")\n" + Hocon.MINIMAL))
                .containsExactly("an include names no file; include file(\"…\") is right");
        assertThat(hocon.faults("include classpath(\"x\")\n" + Hocon.MINIMAL))
                .containsExactly("an include names no file; include file(\"…\") is right");
        assertThat(hocon.faults("include required(file(\"missing.conf\"))\n" + Hocon.MINIMAL))
                .singleElement()
                .asString()
                .contains("an included file cannot be read");
    }

    @Test
    @DisplayName("What an operator pasted is shown in one line, whatever it holds")
    void hostileValues() {
        assertThat(hocon.faults(component("host = \"a\\nb\\u001b[31m\\u202e\"")))
                .singleElement()
                .asString()
                .matches("[\\p{Print}…]*")
                .contains("a\\nb\\u{1b}[31m\\u{202e}");
        assertThat(hocon.faults(component("\"x\\ny\" = 1")))
                .singleElement()
                .asString()
                .contains("x\\ny");
    }
}
