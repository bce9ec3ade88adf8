package org.serverroster.config;

import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;

/** Lets a {@code ${NAME}} take the environment variable of that name. Immutable. */
record EnvironmentResolver(Map<String, String> environment) implements ConfigResolver {

    EnvironmentResolver {
        environment = Map.copyOf(environment);
    }

    @Override
    public ConfigValue lookup(String path) {
        String value = environment.get(path);
        return value == null ? null : ConfigValueFactory.fromAnyRef(value, "environment variable");
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
        return this;
    }
}
