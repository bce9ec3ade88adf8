package org.serverroster.testbed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a server is to serve.
 *
 * @param domain its own domain
 * @param components the secret of each component domain, in order
 * @param shared how many connections may attach as a component at the same time, where it is not one: each sender's
 *     stanzas go to one of them. Prosody allows one whatever is said here
 * @param settings lines added to the configuration as they are, in the server's own language: to the virtual host's
 *     part in Prosody's, to the modules' part in ejabberd's
 * @param bridge the component that speaks for the server's own domain through {@code mod_server_roster}, where one does
 * @param quiet whether it logs as little as it does at an operator's, and not all that a failed test may need
 */
public record ServerPlan(
        String domain,
        Map<String, String> components,
        Map<String, Integer> shared,
        String settings,
        Optional<String> bridge,
        boolean quiet) {

    public ServerPlan {
        Objects.requireNonNull(domain);
        Objects.requireNonNull(settings);
        Objects.requireNonNull(bridge);
        Map<String, String> copy = new LinkedHashMap<>(components);
        copy.values().forEach(ServerPlan::requirePlain);
        components = Collections.unmodifiableMap(copy);
        shared = Map.copyOf(shared);
    }

    /** A server without components. */
    public static ServerPlan of(String domain) {
        return new ServerPlan(domain, Map.of(), Map.of(), "", Optional.empty(), false);
    }

    /** The same with one more component, or another secret for it. */
    public ServerPlan withComponent(String componentDomain, String secret) {
        Map<String, String> more = new LinkedHashMap<>(components);
        more.put(componentDomain, secret);
        return new ServerPlan(domain, more, shared, settings, bridge, quiet);
    }

    /** The same with so many connections for one of its components. */
    public ServerPlan withConnections(String componentDomain, int connections) {
        Map<String, Integer> more = new LinkedHashMap<>(shared);
        more.put(componentDomain, connections);
        return new ServerPlan(domain, components, more, settings, bridge, quiet);
    }

    /** The same with lines added to the server's configuration. */
    public ServerPlan withSettings(String lines) {
        return new ServerPlan(domain, components, shared, settings + lines + "\n", bridge, quiet);
    }

    /** The same with the bridge from {@code config/} in the server, which lets that component speak for its domain. */
    public ServerPlan withBridge(String componentDomain) {
        return new ServerPlan(domain, components, shared, settings, Optional.of(componentDomain), quiet);
    }

    /** The same with a log of what an operator would want to know. */
    public ServerPlan withQuietLog() {
        return new ServerPlan(domain, components, shared, settings, bridge, true);
    }

    /** The secret goes into quotes in Lua and YAML, which agree on these two escapes only. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static void requirePlain(String secret) {
        if (secret.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A secret with a control character");
        }
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return domain + " with components " + components.keySet();
    }
}
