package org.serverroster.testbed;

import static org.serverroster.testbed.ServerPlan.quoted;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * ejabberd of Debian's package (23.01 or later), run through plain {@code erl}, since its own script insists on root or
 * its own user. No TLS, dialback in its place. It takes SRV records from Erlang's resolver, which here knows nothing,
 * and addresses from libc, which libnss-wrapper gives the network's hosts file. Each component has a port of its own:
 * a handshake for one of a listener's hosts takes the routes of all of them.
 */
public final class EjabberdServer extends LocalServer {

    private static final Duration COMMAND = Duration.ofSeconds(20);

    private final LoopbackNetwork network;
    private final int apiPort;

    private EjabberdServer(ServerPlan plan, LoopbackNetwork network, Path folder, Map<String, Integer> ports) {
        super(plan, network, folder, ports);
        this.network = network;
        this.apiPort = network.port(address(), 5280);
    }

    /** See {@link ServerKind#create}. */
    public static EjabberdServer create(ServerPlan plan, LoopbackNetwork network, Path folder) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        plan.components()
                .keySet()
                .forEach(component -> ports.put(component, network.port(network.address(plan.domain()), 5347)));
        return new EjabberdServer(plan, network, folderFor(plan, folder), ports);
    }

    @Override
    void configure(ServerPlan current) throws IOException {
        Files.createDirectories(folder().resolve("home"));
        String ip = quoted(address().getHostAddress());
        StringBuilder text = new StringBuilder("""
                # Written by the test bed at each start.
                hosts: [%s]
                loglevel: %s
                log_rotate_count: 0
                auth_password_format: scram
                s2s_use_starttls: false
                s2s_access: all
                # After a failed attempt ejabberd refuses a domain for a random time up to this; stock is five minutes.
                s2s_max_retry_delay: 1
                acl: {loopback: {ip: 127.0.0.0/8}}
                api_permissions: {accounts: {who: {acl: loopback}, what: [register, reload_config]}}
                listen:
                - {port: %d, ip: %s, module: ejabberd_c2s, max_stanza_size: 262144}
                - {port: %d, ip: %s, module: ejabberd_s2s_in, max_stanza_size: 524288}
                - {port: %d, ip: %s, module: ejabberd_http, request_handlers: {/api: mod_http_api}}
                """.formatted(
                        quoted(current.domain()),
                        current.quiet() ? "info" : "debug",
                        c2sPort(),
                        ip,
                        LoopbackNetwork.S2S_PORT,
                        ip,
                        apiPort,
                        ip));
        current.components()
                .forEach((component, secret) ->
                        text.append("- {port: %d, ip: %s, module: ejabberd_service, hosts: {%s: {password: %s}}}\n"
                                .formatted(componentPort(component), ip, quoted(component), quoted(secret))));
        current.shared()
                .forEach((component, connections) ->
                        text.append("domain_balancing: {%s: {type: source, component_number: %d}}\n"
                                .formatted(quoted(component), connections)));
        text.append("modules:\n  mod_adhoc: {}\n  mod_disco: {}\n  mod_ping: {}\n  mod_roster: {}\n"
                + "  mod_s2s_dialback: {}\n");
        current.bridge()
                .ifPresent(component ->
                        text.append("  mod_server_roster: {component: %s}\n".formatted(quoted(component))));
        current.settings()
                .lines()
                .forEach(line -> text.append("  ").append(line).append('\n'));
        Files.writeString(configuration(), text);
        if (current.bridge().isPresent()) {
            compileBridge();
        }
        Files.writeString(resolver(), "{hosts_file, \"\"}.\n{resolv_conf, \"\"}.\n{lookup, [file]}.\n");
    }

    @Override
    List<String> command() {
        // Without distribution: no epmd, no port beyond those configured.
        List<String> command = new ArrayList<>(List.of(
                "erl", "-mnesia", "dir", quoted(folder().resolve("db").toString()), "-s", "ejabberd", "-noinput"));
        if (Files.isDirectory(bridge())) {
            command.addAll(List.of("-pa", bridge().toString()));
        }
        return command;
    }

    @Override
    Map<String, String> environment() {
        return Map.of(
                "HOME", folder().resolve("home").toString(),
                "ERL_LIBS", libraries().toString(),
                "EJABBERD_CONFIG_PATH", configuration().toString(),
                "EJABBERD_LOG_PATH", log().toString(),
                "ERL_INETRC", resolver().toString(),
                "ERL_CRASH_DUMP", folder().resolve("erl_crash.dump").toString(),
                "LD_PRELOAD", "libnss_wrapper.so",
                "NSS_WRAPPER_HOSTS", network.hostsFile().toAbsolutePath().toString());
    }

    @Override
    List<Integer> otherPorts() {
        return List.of(apiPort);
    }

    @Override
    public void addUser(String local, String password) {
        requireRunning();
        call(
                "register",
                "{\"user\":%s,\"host\":%s,\"password\":%s}"
                        .formatted(quoted(local), quoted(domain()), quoted(password)));
    }

    /** Changes the configuration of the running server, as {@code ejabberdctl reload_config} does; not for a restart. */
    void reconfigure(UnaryOperator<String> change) {
        requireRunning();
        try {
            Files.writeString(configuration(), change.apply(Files.readString(configuration())));
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot change the configuration of " + domain(), fault);
        }
        call("reload_config", "{}");
    }

    private void call(String apiCommand, String arguments) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + address().getHostAddress() + ":" + apiPort + "/api/" + apiCommand))
                .timeout(COMMAND)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(arguments))
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(apiCommand + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException fault) {
            throw new AssertionError(apiCommand + "\n" + logTail(), fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted during " + apiCommand, interrupted);
        }
    }

    /** As {@code ejabberdctl module_install} would, but without a running ejabberd. */
    private void compileBridge() throws IOException {
        Files.createDirectories(bridge());
        Path erlang = Path.of("/usr/lib/erlang/lib");
        List<String> command = List.of(
                "erlc",
                "-Wall",
                "-Werror",
                "-pa",
                folderOf(libraries(), "ejabberd-*", "ebin/gen_mod.beam").toString(),
                "-I",
                folderOf(libraries(), "ejabberd-*", "include/ejabberd_router.hrl")
                        .toString(),
                "-I",
                folderOf(erlang, "p1_xmpp-*", "include/xmpp.hrl").toString(),
                "-o",
                bridge().toString(),
                RepositoryFiles.config("ejabberd/mod_server_roster.erl").toString());
        ForegroundProcess compiler = ForegroundProcess.start("erlc", command, Map.of(), folder(), null);
        try (InputStream output = compiler.output()) {
            String words = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (compiler.awaitExit(COMMAND) != 0) {
                throw new AssertionError("erlc mod_server_roster.erl: " + words);
            }
        }
    }

    /** The folder of a file of an application whose own folder is named after its version. */
    private static Path folderOf(Path libraries, String application, String file) throws IOException {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(libraries, application)) {
            for (Path version : versions) {
                if (Files.exists(version.resolve(file))) {
                    return version.resolve(file).getParent();
                }
            }
        }
        throw new AssertionError("There is no " + application + "/" + file + " in " + libraries);
    }

    /** Debian's folder of Erlang applications is named after the machine's architecture. */
    private static Path libraries() {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
            for (Path candidate : found) {
                try (DirectoryStream<Path> versions = Files.newDirectoryStream(candidate, "ejabberd-*")) {
                    if (versions.iterator().hasNext()) {
                        return candidate;
                    }
                }
            }
        } catch (IOException fault) {
            throw new AssertionError("Cannot look for ejabberd below /usr/lib", fault);
        }
        throw new AssertionError("ejabberd is not installed: apt-get install ejabberd libnss-wrapper");
    }

    private Path configuration() {
        return folder().resolve("ejabberd.yml");
    }

    private Path bridge() {
        return folder().resolve("bridge");
    }

    private Path resolver() {
        return folder().resolve("inetrc");
    }
}
