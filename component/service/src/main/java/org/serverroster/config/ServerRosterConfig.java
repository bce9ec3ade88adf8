package org.serverroster.config;

import java.util.List;

/**
 * Everything that an operator sets, checked. Whoever holds one need not check it again. Immutable.
 *
 * @param components one or more, each of another domain
 */
public record ServerRosterConfig(
        List<ComponentConfig> components, DatabaseConfig database, HttpConfig http, LimitsConfig limits) {

    public ServerRosterConfig {
        components = List.copyOf(components);
    }
}
