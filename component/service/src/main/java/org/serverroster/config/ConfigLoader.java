package org.serverroster.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads a configuration file in HOCON, of which JSON is a part. Its {@code ${…}} take other keys of the file and
 * environment variables; its {@code include} takes other files. Nothing comes from the class path, from system properties
 * or over the network. Has no state.
 */
public final class ConfigLoader {

    private static final long MAX_BYTES = 1 << 20;
    private static final String SYNTAX = "is no valid HOCON; there or just before, a quote, bracket, brace or comma is"
            + " missing or too many, or a value with a character other than letters, digits, '.', '-' and '_' stands"
            + " without quotes";

    private ConfigLoader() {}

    /**
     * The configuration that {@code file} holds.
     *
     * @param environment the variables that {@code ${…}} may name
     * @throws ConfigurationException with all the faults of the file; none quotes a secret
     */
    public static Loaded load(Path file, Map<String, String> environment) throws ConfigurationException {
        Path absolute = file.toAbsolutePath().normalize();
        refuseUnreadable(absolute);
        Faults faults = new Faults();
        Folder folder = new Folder(absolute.getParent());
        SecretReader secrets = new SecretReader(folder, absolute);
        ConfigReader reader = new ConfigReader(
                new ComponentReader(secrets, new TlsReader(folder, secrets), faults),
                new DatabaseReader(folder, secrets),
                faults);
        ServerRosterConfig config = reader.read(parse(absolute, environment));
        return new Loaded(absolute, config, faults.warnings());
    }

    /**
     * Which components {@code file} names, and their administrators, for who may not read all of it: secrets may be
     * missing, and whatever is wrong is left out. Empty where the file cannot be read.
     *
     * @param environment the variables that {@code ${…}} may name
     */
    public static List<ComponentOutline> outline(Path file, Map<String, String> environment) {
        Path absolute = file.toAbsolutePath().normalize();
        try {
            refuseUnreadable(absolute);
            return ComponentOutline.all(parse(absolute, environment));
        } catch (ConfigurationException e) {
            return List.of();
        }
    }

    private static void refuseUnreadable(Path file) throws ConfigurationException {
        if (!Files.exists(file)) {
            throw wholeFile("no such file is there");
        }
        if (!Files.isRegularFile(file)) {
            throw wholeFile("it is no plain file");
        }
        if (!Files.isReadable(file)) {
            throw wholeFile("this user may not read it: see its owner and mode");
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw wholeFile("it has more than " + MAX_BYTES + " bytes");
            }
        } catch (IOException e) {
            throw wholeFile("it cannot be read");
        }
    }

    private static ConfigObject parse(Path file, Map<String, String> environment) throws ConfigurationException {
        try {
            Config parsed = ConfigFactory.parseFile(
                    file.toFile(),
                    ConfigParseOptions.defaults()
                            .setAllowMissing(false)
                            .setSyntax(ConfigSyntax.CONF)
                            .setIncluder(new FileIncluder()));
            // What stays unresolved is told with its key, along with the other faults.
            return parsed.resolve(ConfigResolveOptions.defaults()
                            .setUseSystemEnvironment(false)
                            .setAllowUnresolved(true)
                            .appendResolver(new EnvironmentResolver(environment)))
                    .root();
        } catch (ConfigException.UnresolvedSubstitution e) {
            throw wholeFile(place(e) + "a ${…} leads back to itself");
        } catch (ConfigException.IO e) {
            throw wholeFile(place(e) + "an included file cannot be read");
        } catch (ConfigException.Generic e) {
            throw wholeFile("an include names no file; include file(\"…\") is right");
        } catch (ConfigException e) {
            throw wholeFile(place(e) + SYNTAX);
        } catch (StackOverflowError e) {
            throw wholeFile("it nests sections or lists too deeply");
        }
    }

    /** Where the fault is. Only that is taken from the library's exception: its message may quote a secret. */
    private static String place(ConfigException e) {
        if (e.origin() == null || e.origin().lineNumber() < 1) {
            return "";
        }
        String included = e.origin().filename();
        return "line " + e.origin().lineNumber() + (included == null ? "" : " of " + included) + ": ";
    }

    private static ConfigurationException wholeFile(String words) {
        return new ConfigurationException(List.of(new Fault("", words)));
    }
}
