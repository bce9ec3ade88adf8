package org.serverroster.testbed.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.serverroster.testbed.AdminClient;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.FaultyLink;
import org.serverroster.testbed.ServiceProcess;
import org.serverroster.testbed.TestDatabase;
import org.serverroster.testbed.TestDatabase.Database;
import org.serverroster.testbed.XmppServer;

/**
 * One of the two sides: the XMPP server, the service with all its components in one process, a PostgreSQL of its own,
 * and between each component and the server a link that can fail. Each of the three is started and stopped by one thread
 * at a time, which {@link Injector} sees to; any thread may ask.
 */
final class Site implements AutoCloseable {

    static final String ADMIN = "admin";

    /** The server's address is this side's own, so the usual port is free. */
    private static final int HTTP_PORT = 9267;

    private static final Duration READY = Duration.ofSeconds(180);
    private static final Duration HTTP = Duration.ofSeconds(5);
    private static final int LAST_LINES = 40;

    private final XmppServer server;
    private final TestDatabase postgres;
    private final Database database;
    private final Path folder;
    private final Services services;
    private final String password;
    private final List<String> components;
    private final List<FaultyLink> links = new ArrayList<>();
    private final PassedStanzas passed = new PassedStanzas();
    private final SentAgain sentAgain = new SentAgain();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(HTTP)
            .build();
    private volatile ServiceProcess service;

    /**
     * A side of which only PostgreSQL runs.
     *
     * @param components the server's, in order
     * @param folder for the service
     * @param password of the administrator
     */
    Site(
            XmppServer server,
            TestDatabase postgres,
            List<String> components,
            Path folder,
            Services services,
            String password) {
        this.server = server;
        this.postgres = postgres;
        this.database = postgres.createDatabase("roster");
        this.components = List.copyOf(components);
        this.folder = folder;
        this.services = services;
        this.password = password;
    }

    String domain() {
        return server.domain();
    }

    List<String> components() {
        return components;
    }

    XmppServer server() {
        return server;
    }

    TestDatabase postgres() {
        return postgres;
    }

    ServiceProcess service() {
        return service;
    }

    FaultyLink link(int component) {
        return links.get(component);
    }

    List<FaultyLink> links() {
        return List.copyOf(links);
    }

    /** What was carried between the components and the server. */
    PassedStanzas passed() {
        return passed;
    }

    AdminClient logIn(String resource) {
        return AdminClient.connect(server, ADMIN, password, resource);
    }

    /** Starts all but PostgreSQL, which runs. */
    void start() {
        server.start();
        server.addUser(ADMIN, password);
        for (String component : components) {
            links.add(FaultyLink.open(
                    server.address(),
                    new InetSocketAddress(server.address(), server.componentPort(component)),
                    passed.tap()));
        }
        writeConfiguration();
        startService();
    }

    void startService() {
        service = services.start("the service of " + domain(), folder, configuration());
    }

    /** Starts what does not run. */
    void startAll() {
        if (!postgres.running()) {
            postgres.start();
        }
        if (!server.running()) {
            server.start();
        }
        if (!service.running()) {
            startService();
        }
    }

    /** Waits until the service reaches its database and all its components are attached. */
    void awaitReady() {
        StringBuilder last = new StringBuilder();
        Await.until(
                READY,
                () -> {
                    HttpResponse<String> answer = get("/health/ready");
                    last.setLength(0);
                    last.append(answer == null ? "no answer" : answer.body().strip());
                    return answer != null && answer.statusCode() == 200;
                },
                () -> "the service of " + domain() + " is not ready: " + last + "\n" + lastLines());
    }

    /** Looks at the metrics, if the service is there to tell. */
    void sample() {
        ServiceProcess asked = service;
        HttpResponse<String> answer = asked == null ? null : get("/metrics");
        if (answer != null && answer.statusCode() == 200) {
            sentAgain.seen(asked.pid(), answer.body());
        }
    }

    SentAgain sentAgain() {
        return sentAgain;
    }

    /** Reads what the database holds. */
    RosterCopy copy() {
        return RosterCopy.read(postgres, database);
    }

    /** Whether nothing is owed to a peer any more. */
    boolean owesNothing() {
        return RosterCopy.owed(postgres, database) == 0;
    }

    Map<ItemKey, RosterCopy.Item> items() {
        return RosterCopy.items(postgres, database);
    }

    /** What the service printed last. */
    String lastLines() {
        List<String> printed = service == null ? List.of() : service.output();
        return String.join("\n", printed.subList(Math.max(0, printed.size() - LAST_LINES), printed.size()));
    }

    @Override
    public void close() {
        links.forEach(FaultyLink::close);
        if (service != null) {
            service.close();
        }
        server.close();
    }

    private HttpResponse<String> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + httpEndpoint() + path))
                .timeout(HTTP)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException notThere) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private String httpEndpoint() {
        return server.address().getHostAddress() + ":" + HTTP_PORT;
    }

    private Path configuration() {
        return folder.resolve("server-roster.conf");
    }

    private void writeConfiguration() {
        String parts = components.stream().map(this::part).collect(Collectors.joining());
        try {
            Files.createDirectories(folder);
            Files.writeString(configuration(), """
                    server-roster {
                      components = [
                    %s  ]
                      database { url = "%s", user = "%s", password = "%s" }
                      http { listen = "%s" }
                      # What is over a limit is refused, and this is about what was accepted.
                      limits { requests-per-minute = 0, peer-requests-per-minute = 0 }
                    }
                    """.formatted(
                            parts, database.url(), database.user(), database.password(), httpEndpoint()));
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot write the configuration into " + folder, fault);
        }
    }

    private String part(String component) {
        return "    { domain = \"%s\", host = \"%s\", port = %d, secret = \"%s\", admins = [\"%s@%s\"] }\n"
                .formatted(
                        component,
                        server.address().getHostAddress(),
                        links.get(components.indexOf(component)).port(),
                        server.secret(component),
                        ADMIN,
                        domain());
    }
}
