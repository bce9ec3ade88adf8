package org.serverroster.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes configurations into a folder and reads them as the program does. */
record Hocon(Path folder, Map<String, String> environment) {

    static final String GOOD_SECRET = "5f1d7a84c2e94b0b";
    static final String MINIMAL = component("");

    Hocon(Path folder) {
        this(folder, Map.of());
    }

    /** A configuration of one valid component, with {@code more} keys in it. */
    static String component(String more) {
        return root("components = [ { domain = buddies.montague.lit, secret = " + GOOD_SECRET
                + ", admins = [\"admin@montague.lit\"]\n" + more + "\n} ]");
    }

    static String root(String content) {
        return "server-roster {\n" + content + "\n}";
    }

    Hocon with(String name, String value) {
        return new Hocon(folder, Map.of(name, value));
    }

    Path write(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Loaded load(String text) throws ConfigurationException {
        return ConfigLoader.load(write("server-roster.conf", text), environment);
    }

    /** The only component of a configuration that is right. */
    ComponentConfig only(String more) throws ConfigurationException {
        return load(component(more)).config().components().get(0);
    }

    /** The faults of a configuration that must be refused, each as it is told. */
    List<String> faults(String text) {
        ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, () -> load(text));
        if (refused == null) {
            throw new AssertionError("accepted: " + text);
        }
        return refused.faults().stream().map(Fault::toString).toList();
    }
}
