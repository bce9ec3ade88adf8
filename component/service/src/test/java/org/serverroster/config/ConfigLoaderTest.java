package org.serverroster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.config.Hocon.component;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;

/** A configuration that is right, and what it says where it says nothing. */
class ConfigLoaderTest {

    @TempDir
    Path folder;

    private Hocon hocon;

    @BeforeEach
    void setUp() {
        hocon = new Hocon(folder);
    }

    @Test
    @DisplayName("A domain and a secret are enough: everything else has its default")
    void defaults() throws ConfigurationException {
        Loaded loaded = hocon.load(Hocon.MINIMAL);
        assertThat(loaded.file()).isEqualTo(folder.resolve("server-roster.conf"));
        assertThat(loaded.config())
                .isEqualTo(new ServerRosterConfig(
                        List.of(new ComponentConfig(
                                LocalDomain.parse("buddies.montague.lit"),
                                "127.0.0.1",
                                5347,
                                new TlsConfig.Off(),
                                new Secret(Hocon.GOOD_SECRET),
                                List.of(),
                                Set.of(Jid.parse("admin@montague.lit")),
                                List.of(),
                                new ApprovalRules(List.of()),
                                true,
                                true,
                                new TrustConfig(TrustRequirement.FROM, false),
                                new ContactConfig(Map.of()))),
                        new DatabaseConfig.Embedded(folder.resolve("data/postgres")),
                        new HttpConfig.Listen("127.0.0.1", 9267),
                        new LimitsConfig(1000, 6000, 60, 262_144)));
    }

    @Test
    @DisplayName("\"JSON is HOCON, so a program can write it too\"")
    void json() throws ConfigurationException {
        ServerRosterConfig config = hocon.load("""
                        {"server-roster": {
                          "components": [{
                            "domain": "BUDDIES.xn--mnchen-3ya.lit.", "host": "::1", "port": 5275, "tls": "direct",
                            "secret": "5f1d7a84c2e94b0b", "serves": [], "admins": ["Admin@Montague.lit"],
                            "readers": ["incidents.montague.lit", "bot@montague.lit/1"],
                            "approval": [{"match": "*.Capulet.lit", "action": "approve", "reciprocate": true},
                                         {"match": "*", "action": "deny"}],
                            "reciprocate": false, "approve-reverse": false,
                            "trust": {"requires": "both", "subdomains": true},
                            "contact": {"admin": [], "abuse": ["mailto:abuse@montague.lit", "https://montague.lit/abuse"]}
                          }],
                          "database": {"url": "jdbc:postgresql://db/roster", "user": "roster", "password": "pw", "pool-size": 9},
                          "http": {"listen": "[::1]:80"},
                          "limits": {"max-pending": 0, "requests-per-minute": 1, "peer-requests-per-minute": 2,
                                     "stanza-bytes": 10000}
                        }}
                        """).config();
        ComponentConfig component = config.components().get(0);
        assertThat(component.domain()).hasToString("buddies.münchen.lit");
        assertThat(component.host()).isEqualTo("::1");
        assertThat(component.port()).isEqualTo(5275);
        assertThat(component.tls()).isInstanceOf(TlsConfig.Direct.class);
        assertThat(component.admins()).containsExactly(Jid.parse("admin@montague.lit"));
        assertThat(component.readers()).hasToString("[incidents.montague.lit, bot@montague.lit/1]");
        assertThat(component.approval().rules())
                .containsExactly(
                        new ApprovalRule(DomainPattern.parse("*.capulet.lit"), ApprovalAction.APPROVE, true),
                        new ApprovalRule(DomainPattern.ANY, ApprovalAction.DENY, false));
        assertThat(component.reciprocate()).isFalse();
        assertThat(component.approveReverse()).isFalse();
        assertThat(component.trust()).isEqualTo(new TrustConfig(TrustRequirement.BOTH, true));
        assertThat(component.contact().addresses())
                .containsExactly(
                        Map.entry("abuse", List.of("mailto:abuse@montague.lit", "https://montague.lit/abuse")));
        assertThat(config.database())
                .isEqualTo(new DatabaseConfig.Url("jdbc:postgresql://db/roster", "roster", new Secret("pw"), 9));
        assertThat(config.http()).isEqualTo(new HttpConfig.Listen("::1", 80));
        assertThat(config.limits()).isEqualTo(new LimitsConfig(0, 1, 2, 10_000));
    }

    @Test
    @DisplayName("Numbers and truth values may come from the environment, where everything is text")
    void fromEnvironment() throws ConfigurationException {
        assertThat(hocon.with("PORT", "5275").only("port = ${PORT}").port()).isEqualTo(5275);
        assertThat(hocon.with("R", "no").only("reciprocate = ${R}").reciprocate())
                .isFalse();
    }

    @Test
    @DisplayName("Health and metrics may be off")
    void httpOff() throws ConfigurationException {
        assertThat(hocon.load(Hocon.MINIMAL + "\nserver-roster.http.listen = off")
                        .config()
                        .http())
                .isEqualTo(new HttpConfig.Off());
    }

    @Test
    @DisplayName("Every path starts at the configuration's folder, also that of the embedded database")
    void paths() throws Exception {
        assertThat(hocon.load(Hocon.MINIMAL + "\nserver-roster.database.embedded-dir = \"../pg\"")
                        .config()
                        .database())
                .isEqualTo(new DatabaseConfig.Embedded(folder.resolveSibling("pg")));
        assertThat(hocon.load(Hocon.MINIMAL + "\nserver-roster.database.embedded-dir = /var/pg")
                        .config()
                        .database())
                .isEqualTo(new DatabaseConfig.Embedded(Path.of("/var/pg")));
    }

    @Test
    @DisplayName("An included file is found beside the one that includes it; one that need not be there may be missing")
    void includes() throws Exception {
        Files.createDirectory(folder.resolve("sub"));
        hocon.write("sub/one.conf", "include \"two.conf\"");
        hocon.write("sub/two.conf", "server-roster.http.listen = \"127.0.0.1:1\"");
        hocon.write("three.conf", "server-roster.limits.max-pending = 3");
        ServerRosterConfig config = hocon.load(
                        "include \"sub/one.conf\"\ninclude file(\"three.conf\")\ninclude \"missing.conf\"\n"
                                + Hocon.MINIMAL)
                .config();
        assertThat(config.http()).isEqualTo(new HttpConfig.Listen("127.0.0.1", 1));
        assertThat(config.limits().maxPending()).isEqualTo(3);
    }

    @Test
    @DisplayName("What is likely to be a mistake is warned of")
    void warnings() throws Exception {
        hocon = hocon.with("S", Hocon.GOOD_SECRET);
        Loaded loaded = hocon.load("""
                server-roster {
                  components = [ {
                    domain = a.lit, secret = ${S}
                    approval = [ { match = "*", action = deny }, { match = b.lit, action = approve } ]
                  } ]
                  database { embedded-dir = "data", url = "jdbc:postgresql:d", user = u, password = ${S} }
                }
                """);
        assertThat(loaded.warnings())
                .extracting(Fault::toString)
                .satisfiesExactly(
                        warning -> assertThat(warning).startsWith("server-roster.components[0].admins: names nobody"),
                        warning -> assertThat(warning)
                                .startsWith("server-roster.components[0].approval[1]: is never used"),
                        warning -> assertThat(warning).startsWith("server-roster.database.embedded-dir: is not used"));
    }

    @Test
    @DisplayName("A configuration cannot be changed once it is read")
    void immutable() throws ConfigurationException {
        ServerRosterConfig config =
                hocon.load(component("contact.abuse = [\"mailto:a@b.lit\"]")).config();
        ComponentConfig only = config.components().get(0);
        assertThat(config.components()).isUnmodifiable();
        assertThat(only.admins()).isUnmodifiable();
        assertThat(only.readers()).isUnmodifiable();
        assertThat(only.approval().rules()).isUnmodifiable();
        assertThat(only.contact().addresses()).isUnmodifiable();
        assertThat(only.contact().addresses().get("abuse")).isUnmodifiable();
    }
}
