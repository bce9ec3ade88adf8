package org.serverroster.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives each XMPP server an address of its own in 127.0.0.0/8, so that all of them can listen on port 5269, and names
 * that the servers find through a hosts file of this network, not of the machine. Several networks, also of several
 * users, share a machine: an address is claimed by listening on one port of it, which the kernel undoes when this JVM
 * ends. Any thread.
 *
 * <p>A server reads the names when it starts: name all servers before starting the first.
 */
public final class LoopbackNetwork implements AutoCloseable {

    /** Where servers look for each other without SRV records (RFC 6120, 3.2.2). */
    static final int S2S_PORT = 5269;

    private static final int CLAIM_PORT = 5268;
    private static final int ATTEMPTS = 100;
    private static final int LAST_PORT_BEFORE_EPHEMERAL = 32_000;

    private final Path hostsFile;
    private final Random random = new Random();
    private final List<ServerSocket> claims = new ArrayList<>();
    private final Map<String, InetAddress> names = new LinkedHashMap<>();
    private final Set<InetSocketAddress> allotted = new LinkedHashSet<>();

    private LoopbackNetwork(Path hostsFile) {
        this.hostsFile = hostsFile;
    }

    /** A network without names, whose hosts file lies in the folder, which is created if need be. */
    public static LoopbackNetwork open(Path folder) {
        try {
            Files.createDirectories(folder);
            LoopbackNetwork network = new LoopbackNetwork(folder.resolve("hosts"));
            network.writeHosts();
            return network;
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot make a network in " + folder, fault);
        }
    }

    /** The address of a server's domain; the first call claims one. */
    public synchronized InetAddress address(String domain) {
        InetAddress known = names.get(key(domain));
        if (known != null) {
            return known;
        }
        InetAddress claimed = claim();
        name(domain, claimed);
        return claimed;
    }

    /** Gives an address a further name: that of a component lives where its server does. */
    public synchronized void name(String domain, InetAddress address) {
        InetAddress other = names.putIfAbsent(key(domain), address);
        if (other != null && !other.equals(address)) {
            throw new IllegalArgumentException(domain + " has another address already");
        }
        writeHosts();
    }

    /** A port that is free on an address of this network, the first from the given one on; never given twice. */
    public synchronized int port(InetAddress address, int from) {
        for (int port = from; port < LAST_PORT_BEFORE_EPHEMERAL; port++) {
            InetSocketAddress endpoint = new InetSocketAddress(address, port);
            if (!allotted.contains(endpoint) && FreePort.isFree(endpoint)) {
                allotted.add(endpoint);
                return port;
            }
        }
        throw new IllegalStateException("No free port on " + address.getHostAddress() + " from " + from + " on");
    }

    /** The names in the form of /etc/hosts. */
    Path hostsFile() {
        return hostsFile;
    }

    /** Gives the addresses back; stop the servers first. */
    @Override
    public synchronized void close() {
        for (ServerSocket claim : claims) {
            try {
                claim.close();
            } catch (IOException fault) {
                throw new UncheckedIOException("Cannot release " + claim, fault);
            }
        }
        claims.clear();
    }

    private InetAddress claim() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            InetAddress candidate = candidate();
            try {
                ServerSocket claim = new ServerSocket(CLAIM_PORT, 1, candidate);
                if (FreePort.isFree(new InetSocketAddress(candidate, S2S_PORT))) {
                    claims.add(claim);
                    return candidate;
                }
                claim.close();
            } catch (IOException taken) {
                // Somebody else's address; another one will do.
            }
        }
        throw new IllegalStateException("No free loopback address: does a server on this machine listen on port "
                + S2S_PORT + " of all addresses? Stop it first.");
    }

    /** 127.1.0.1 to 127.254.255.254: not the addresses that people write down by hand. */
    private InetAddress candidate() {
        byte[] bytes = {
            127, (byte) (1 + random.nextInt(254)), (byte) random.nextInt(256), (byte) (1 + random.nextInt(254))
        };
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** DNS, and so a hosts file, knows an internationalised name by its A-labels. */
    private static String key(String domain) {
        return IDN.toASCII(domain);
    }

    private void writeHosts() {
        String text = names.entrySet().stream()
                .map(each -> each.getValue().getHostAddress() + " " + each.getKey() + "\n")
                .collect(Collectors.joining());
        try {
            Files.writeString(hostsFile, text);
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot write " + hostsFile, fault);
        }
    }
}
