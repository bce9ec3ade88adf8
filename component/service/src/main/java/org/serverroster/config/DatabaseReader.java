package org.serverroster.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads where the roster is kept. Of one thread. */
final class DatabaseReader {

    private static final String DEFAULT_DIR = "data/postgres";
    private static final int DEFAULT_POOL = 4;
    private static final int MAX_POOL = 100;
    private static final String PREFIX = "jdbc:postgresql:";

    /** A url is logged by the libraries that connect. Nor does the driver read what stands before an @. */
    private static final Pattern PASSWORD = Pattern.compile("//[^/?]*@|[?&](ssl)?password=");

    private final Folder folder;
    private final SecretReader secrets;

    DatabaseReader(Folder folder, SecretReader secrets) {
        this.folder = folder;
        this.secrets = secrets;
    }

    Optional<DatabaseConfig> read(Section section) {
        Optional<Value> dir = section.get("embedded-dir");
        Optional<Value> url = section.get("url");
        if (url.isEmpty()) {
            for (String key : List.of("user", "password", "password-file", "pool-size")) {
                section.get(key).ifPresent(value -> value.refuse("is given, but url is not; it goes with url"));
            }
            return section.isBroken("url") ? Optional.empty() : embedded(dir).map(DatabaseConfig.Embedded::new);
        }
        dir.ifPresent(value -> value.warn("is not used: url is given"));
        return external(section, url.get());
    }

    private Optional<Path> embedded(Optional<Value> dir) {
        return dir.isPresent()
                ? folder.resolve(dir.get())
                : Optional.of(folder.path().resolve(DEFAULT_DIR));
    }

    private Optional<DatabaseConfig> external(Section section, Value urlGiven) {
        Optional<String> url = urlGiven.text().filter(text -> isUrl(urlGiven, text));
        Optional<Value> userGiven = section.get("user");
        if (userGiven.isEmpty() && !section.isBroken("user")) {
            section.refuse("user", "is missing; the user of the database is right");
        }
        Optional<String> user = userGiven.flatMap(Value::text).filter(text -> isName(userGiven.get(), text));
        Optional<Secret> password = secrets.password(section);
        Optional<Value> poolGiven = section.get("pool-size");
        Optional<Integer> pool =
                poolGiven.isPresent() ? poolGiven.get().integer(1, MAX_POOL) : Optional.of(DEFAULT_POOL);
        return url.isPresent() && user.isPresent() && password.isPresent() && pool.isPresent()
                ? Optional.of(new DatabaseConfig.Url(url.get(), user.get(), password.get(), pool.get()))
                : Optional.empty();
    }

    private static boolean isUrl(Value value, String text) {
        if (!text.startsWith(PREFIX) || text.chars().anyMatch(c -> c <= ' ')) {
            value.refuse("is no address of a PostgreSQL; one is " + PREFIX + "//host:5432/database");
            return false;
        }
        if (PASSWORD.matcher(text.toLowerCase(Locale.ROOT)).find()) {
            value.refuse("holds a password or a user; password or password-file, and user, are their places");
            return false;
        }
        return true;
    }

    private static boolean isName(Value value, String text) {
        if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
            value.refuse(text, "the user of the database is right");
            return false;
        }
        return true;
    }
}
