package org.serverroster.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads a secret from the file itself, the environment or a file of its own. No message here quotes one. Of one thread. */
final class SecretReader {

    /** Where Docker, Podman and Kubernetes mount a container's secrets: the mode there does not tell who sees them. */
    private static final Path MOUNTED = Path.of("/run/secrets");

    private static final int MAX_BYTES = 4096;
    private static final int SHORT = 12;
    private static final String GOOD = "make one with: openssl rand -hex 32";

    /** What manuals and sample files show, in small letters, letters and digits only. */
    private static final Set<String> SAMPLES = Set.of(
            "secret",
            "mysecret",
            "oursecret",
            "yoursecret",
            "yoursecrethere",
            "thesecret",
            "somesecret",
            "topsecret",
            "supersecret",
            "sharedsecret",
            "componentsecret",
            "secretsecret",
            "verysecret",
            "changeme",
            "changethis",
            "replaceme",
            "replacethis",
            "password",
            "mypassword",
            "yourpassword",
            "yourpasswordhere",
            "passw0rd",
            "password1",
            "password123",
            "12345678",
            "123456789",
            "1234567890",
            "example",
            "jabber",
            "xmpp");

    private final Folder folder;
    private final Path configFile;

    SecretReader(Folder folder, Path configFile) {
        this.folder = folder;
        this.configFile = configFile;
    }

    /** A component's secret: none that a manual shows. A short one may be the server's, so it is only warned of. */
    Optional<Secret> component(Section section) {
        return read(section, "secret", "secret-file", SecretReader::weakness).map(secret -> {
            if (secret.reveal().length() < SHORT) {
                section.warn(section.get("secret").isPresent() ? "secret" : "secret-file", "is short; " + GOOD);
            }
            return secret;
        });
    }

    /** A database's password, which others may have set: any length will do. */
    Optional<Secret> password(Section section) {
        return read(section, "password", "password-file", SecretReader::unreadable);
    }

    /** A truststore's password: it protects nothing that is secret, so any will do. */
    Optional<Secret> truststorePassword(Value file) {
        return fromFile(file).map(Secret::new);
    }

    private Optional<Secret> read(Section section, String key, String fileKey, UnaryOperator<String> fault) {
        Optional<Value> given = section.get(key);
        Optional<Value> file = section.get(fileKey);
        if (given.isPresent() && file.isPresent()) {
            section.refuse(key, "is given, and so is " + fileKey + "; only one of them is right");
            return Optional.empty();
        }
        if (file.isPresent()) {
            return fromFile(file.get()).flatMap(text -> checked(section, fileKey, text, fault));
        }
        if (given.isPresent()) {
            if (given.get().standsInFile() && Folder.isOpenToOthers(configFile)) {
                section.warn(key, "stands in a file that every user of this machine may read; chmod 640 it");
            }
            return given.get().text().flatMap(text -> checked(section, key, text, fault));
        }
        if (!section.isBroken(key) && !section.isBroken(fileKey)) {
            section.refuse(key, "is missing; give " + key + " or " + fileKey + "; " + GOOD);
        }
        return Optional.empty();
    }

    private Optional<String> fromFile(Value file) {
        return folder.read(file, MAX_BYTES).flatMap(bytes -> {
            if (folder.resolve(file)
                    .filter(path -> !path.startsWith(MOUNTED) && Folder.isOpenToOthers(path))
                    .isPresent()) {
                file.warn("names a file that every user of this machine may read; chmod 600 or 640 it");
            }
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
                return Optional.of(withoutLineEnd(text));
            } catch (CharacterCodingException e) {
                file.refuse("names a file that is no text in UTF-8");
                return Optional.empty();
            }
        });
    }

    private static Optional<Secret> checked(Section section, String key, String text, UnaryOperator<String> fault) {
        String wrong = fault.apply(text);
        if (wrong == null) {
            return Optional.of(new Secret(text));
        }
        section.refuse(key, wrong + "; " + GOOD);
        return Optional.empty();
    }

    private static String unreadable(String text) {
        if (text.isBlank()) {
            return "is empty";
        }
        return text.chars().anyMatch(Character::isISOControl)
                ? "holds a line end or a control character: one line is right"
                : null;
    }

    private static String weakness(String text) {
        String letters = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        boolean sample = SAMPLES.contains(letters) || text.chars().distinct().count() == 1;
        return sample && !text.isBlank() ? "is one that sample files show: anybody could guess it" : unreadable(text);
    }

    /** An editor, and {@code openssl rand}, end a file with a line end that is no part of the secret. */
    private static String withoutLineEnd(String text) {
        String cut = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return cut.endsWith("\r") ? cut.substring(0, cut.length() - 1) : cut;
    }
}
