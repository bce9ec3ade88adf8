package org.serverroster.config;

import com.typesafe.config.ConfigObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a whole parsed file, to its end, whatever faults it meets on the way. Of one thread. */
final class ConfigReader {

    /** RFC 6120 section 13.12: a limit on the size of a stanza "MUST NOT be smaller than 10000 bytes". */
    static final int LEAST_STANZA_BYTES = 10_000;

    private static final int MOST_STANZA_BYTES = 16 << 20;
    private static final int MOST_REQUESTS = 1_000_000_000;
    private static final int MOST_PENDING = 1_000_000;

    private final ComponentReader components;
    private final DatabaseReader database;
    private final Faults faults;

    ConfigReader(ComponentReader components, DatabaseReader database, Faults faults) {
        this.components = components;
        this.database = database;
        this.faults = faults;
    }

    /**
     * The configuration that {@code file} holds.
     *
     * @throws ConfigurationException with all its faults
     */
    ServerRosterConfig read(ConfigObject file) throws ConfigurationException {
        Section whole = new Section("", file, List.of(Keys.ROOT), faults);
        Section root = whole.section(Keys.ROOT, Keys.TOP);
        List<ComponentConfig> read = components(root);
        Optional<DatabaseConfig> data = database.read(root.section("database", Keys.DATABASE));
        HttpConfig http = root.section("http", Keys.HTTP)
                .get("listen")
                .flatMap(HostReader::listen)
                .orElse(new HttpConfig.Listen("127.0.0.1", 9267));
        LimitsConfig limits = limits(root.section("limits", Keys.LIMITS));
        faults.throwIfAny();
        return new ServerRosterConfig(read, data.orElseThrow(), http, limits);
    }

    private List<ComponentConfig> components(Section root) {
        Optional<Value> given = root.get("components");
        if (given.isEmpty() && !root.isBroken("components")) {
            root.refuse("components", "is missing; a list of one component or more is right");
        }
        int before = faults.count();
        List<Value> values = given.map(Value::elements).orElse(List.of());
        if (given.isPresent() && values.isEmpty() && faults.count() == before) {
            root.refuse("components", "is empty; one component or more is right");
        }
        List<ComponentConfig> read = new ArrayList<>();
        values.forEach(
                value -> value.section(Keys.COMPONENT).flatMap(components::read).ifPresent(read::add));
        return read;
    }

    private static LimitsConfig limits(Section section) {
        int stanzaBytes = limit(section, "stanza-bytes", 262_144, MOST_STANZA_BYTES);
        if (stanzaBytes > 0 && stanzaBytes < LEAST_STANZA_BYTES) {
            section.refuse(
                    "stanza-bytes",
                    "is " + stanzaBytes + "; at least " + LEAST_STANZA_BYTES
                            + " is right (RFC 6120), or 0 for no limit");
        }
        return new LimitsConfig(
                limit(section, "max-pending", 1000, MOST_PENDING),
                limit(section, "requests-per-minute", 6000, MOST_REQUESTS),
                limit(section, "peer-requests-per-minute", 60, MOST_REQUESTS),
                stanzaBytes);
    }

    private static int limit(Section section, String key, int otherwise, int most) {
        return section.get(key).flatMap(value -> value.integer(0, most)).orElse(otherwise);
    }
}
