package org.serverroster.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.serverroster.config.Secret;
import org.serverroster.xmpp.Jid;

/**
 * Where the account's password comes from: a file, the environment, or whoever sits there. Never an argument: those every
 * user of the machine can read. No message here quotes it. Has no state.
 */
final class Passwords {

    static final String VARIABLE = "SERVER_ROSTER_PASSWORD";

    private static final int MAX_BYTES = 4_096;

    private Passwords() {}

    static Secret of(Jid account, Optional<Path> file, Shell shell) throws CliException {
        if (file.isPresent()) {
            return checked(fromFile(file.get()), "the file " + file.get());
        }
        Optional<String> variable = Optional.ofNullable(shell.environment().get(VARIABLE));
        if (variable.isPresent()) {
            return checked(variable.get(), VARIABLE);
        }
        if (shell.prompt().isEmpty()) {
            throw CliException.usage("no password for " + account + ": give --password-file FILE, or set " + VARIABLE
                    + "; it is asked for only where input and output are a terminal");
        }
        return checked(
                shell.prompt()
                        .get()
                        .hidden("Password of " + account + ": ")
                        .orElseThrow(() -> CliException.usage("no password was given")),
                "the password");
    }

    private static String fromFile(Path file) throws CliException {
        byte[] bytes;
        // Not the file's size: it may be a pipe, such as that of <(pass show admin).
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw CliException.usage("the password file " + file + " is not there, or cannot be read");
        }
        if (bytes.length > MAX_BYTES) {
            throw CliException.usage("the password file " + file + " has more than " + MAX_BYTES + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            // Some editors begin a file with a byte order mark.
            return text.replaceFirst("\\A\ufeff", "").replaceFirst("\\r?\\n\\z", "");
        } catch (CharacterCodingException e) {
            throw CliException.usage("the password file " + file + " is no text in UTF-8");
        }
    }

    private static Secret checked(String text, String where) throws CliException {
        if (text.isEmpty()) {
            throw CliException.usage(where + " is empty");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw CliException.usage(where + " holds a line end or a control character: one line is right");
        }
        return new Secret(text);
    }
}
