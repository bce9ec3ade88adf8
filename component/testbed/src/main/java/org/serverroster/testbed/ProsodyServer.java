package org.serverroster.testbed;

import static org.serverroster.testbed.ServerPlan.quoted;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prosody 0.12 or later with the settings of Debian's package, but for what loopback needs: no TLS, dialback in its
 * place, and names from the network's hosts file through libunbound. All components share one port.
 */
public final class ProsodyServer extends LocalServer {

    private static final Duration COMMAND = Duration.ofSeconds(20);

    private final LoopbackNetwork network;
    private final int componentPort;

    private ProsodyServer(ServerPlan plan, LoopbackNetwork network, Path folder, Map<String, Integer> ports, int port) {
        super(plan, network, folder, ports);
        this.network = network;
        this.componentPort = port;
    }

    /** See {@link ServerKind#create}. */
    public static ProsodyServer create(ServerPlan plan, LoopbackNetwork network, Path folder) {
        int port = network.port(network.address(plan.domain()), 5347);
        Map<String, Integer> ports = new LinkedHashMap<>();
        plan.components().keySet().forEach(component -> ports.put(component, port));
        return new ProsodyServer(plan, network, folderFor(plan, folder), ports, port);
    }

    @Override
    void configure(ServerPlan current) throws IOException {
        Files.createDirectories(folder().resolve("data"));
        StringBuilder text = new StringBuilder();
        text.append("""
                -- Written by the test bed at each start.
                run_as_root = true -- only says that it may be root; nothing needs it
                data_path = %s
                log = { { levels = { min = "%s" }, to = "file", filename = %s } }
                interfaces = { %s }
                c2s_ports = { %d }
                component_interfaces = { %s }
                component_ports = { %d }
                modules_enabled = { "roster", "saslauth", "dialback", "disco", "ping", "presence", "message", "iq" }
                modules_disabled = { "tls", "s2s_auth_certs" }
                c2s_require_encryption = false
                allow_unencrypted_plain_auth = true
                s2s_require_encryption = false
                s2s_secure_auth = false
                authentication = "internal_plain"
                -- What the hosts file does not have does not exist, and no resolver is asked.
                unbound = { resolvconf = false, hoststxt = %s, options = { ["local-zone:"] = ". static" } }
                plugin_paths = { %s }

                VirtualHost %s
                %s
                %s
                """.formatted(
                        quoted(folder().resolve("data").toString()),
                        current.quiet() ? "info" : "debug",
                        quoted(log().toString()),
                        quoted(address().getHostAddress()),
                        c2sPort(),
                        quoted(address().getHostAddress()),
                        componentPort,
                        quoted(network.hostsFile().toAbsolutePath().toString()),
                        quoted(RepositoryFiles.config("prosody").toString()),
                        quoted(current.domain()),
                        current.bridge().map(ProsodyServer::bridge).orElse(""),
                        current.settings()));
        current.components()
                .forEach((component, secret) -> text.append(
                        "Component %s\ncomponent_secret = %s\n".formatted(quoted(component), quoted(secret))));
        Files.writeString(configuration(), text);
    }

    private static String bridge(String component) {
        return "modules_enabled = { \"server_roster\" }\nserver_roster_component = " + quoted(component);
    }

    @Override
    List<String> command() {
        return List.of("prosody", "--config", configuration().toString(), "-F");
    }

    @Override
    Map<String, String> environment() {
        return Map.of();
    }

    @Override
    List<Integer> otherPorts() {
        return List.of();
    }

    @Override
    public void addUser(String local, String password) {
        requireRunning();
        // Its standard input is the password, twice: its arguments every user of the machine can read.
        List<String> command = List.of(
                "sh",
                "-c",
                "printf '%s\\n%s\\n' \"$NEW_PASSWORD\" \"$NEW_PASSWORD\" | prosodyctl --config \"$0\" adduser \"$1\"",
                configuration().toString(),
                local + "@" + domain());
        ForegroundProcess register = ForegroundProcess.start(
                "prosodyctl adduser", command, Map.of("NEW_PASSWORD", password), folder(), null);
        try (InputStream output = register.output()) {
            String words = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (register.awaitExit(COMMAND) != 0) {
                throw new AssertionError("prosodyctl adduser " + local + ": " + words);
            }
        } catch (IOException fault) {
            throw new AssertionError("prosodyctl adduser " + local, fault);
        }
    }

    /** The file that it reads; written anew at each start. */
    Path configuration() {
        return folder().resolve("prosody.cfg.lua");
    }
}
