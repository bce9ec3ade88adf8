package org.serverroster.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serverroster.xmpp.Namespaces;

/** A bridge lists the commands in its server's menu from a copy of its own: this holds the copies and the program together. */
class BridgeMenuTest {

    @ParameterizedTest
    @DisplayName("A bridge lists every command that there is, by its node and its name")
    @CsvSource(delimiter = '|', textBlock = """
                    prosody/mod_server_roster.lua  | \\[server_buddy\\] = "([^"]+)" | own_commands \\.\\. "([a-z]+)"\\] = "([^"]+)"
                    ejabberd/mod_server_roster.erl | <<\\?SERVER_BUDDY>>, <<"([^"]+)">> | <<\\?ADMIN, "([a-z]+)">>, <<"([^"]+)">>
                    """)
    void menu(String file, String first, String others) throws IOException {
        String bridge = Files.readString(Path.of("../../config").resolve(file));
        Map<String, String> listed = new TreeMap<>();
        Matcher subscribe = Pattern.compile(first).matcher(bridge);
        while (subscribe.find()) {
            listed.put(Namespaces.SERVER_BUDDY, subscribe.group(1));
        }
        Matcher more = Pattern.compile(others).matcher(bridge);
        while (more.find()) {
            listed.put(Namespaces.ROSTER_ADMIN + more.group(1), more.group(2));
        }

        assertThat(listed)
                .isEqualTo(new Scene().commands.all().stream().collect(Collectors.toMap(Command::node, Command::name)));
    }
}
