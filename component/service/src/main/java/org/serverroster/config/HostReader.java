package org.serverroster.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the names and numbers of hosts and ports. */
final class HostReader {

    static final int MAX_PORT = 65_535;

    /** A name, an IPv4 address, or an IPv6 one with its zone. Whether it exists is found out on connecting. */
    private static final Pattern HOST = Pattern.compile(
            "[\\p{L}\\p{N}]([\\p{L}\\p{N}\\p{M}._-]{0,252})|[0-9a-fA-F:]*:[0-9a-fA-F:.]*(%[\\w.-]{1,32})?");

    private static final Pattern LISTEN = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:\\[\\]]+)):([0-9]{1,5})");

    private HostReader() {}

    static Optional<String> host(Value value) {
        Optional<String> text = value.text();
        if (text.isPresent() && !isHost(text.get())) {
            value.refuse(text.get(), "a host name or IP address is right, without a port");
            return Optional.empty();
        }
        return text;
    }

    static Optional<HttpConfig> listen(Value value) {
        Optional<String> text = value.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().equals("off")) {
            return Optional.of(new HttpConfig.Off());
        }
        Matcher matcher = LISTEN.matcher(text.get());
        if (matcher.matches()) {
            String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            int port = Integer.parseInt(matcher.group(3));
            if (isHost(host) && port >= 1 && port <= MAX_PORT) {
                return Optional.of(new HttpConfig.Listen(host, port));
            }
        }
        value.refuse(text.get(), "a host and a port of 1 to 65535 is right, such as 127.0.0.1:9267, or off");
        return Optional.empty();
    }

    private static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }
}
