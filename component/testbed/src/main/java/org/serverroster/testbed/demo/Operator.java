package org.serverroster.testbed.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.serverroster.testbed.AdminClient;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.ServiceProcess;
import org.serverroster.testbed.TestDatabase.Database;
import org.serverroster.testbed.XmppServer;

/**
 * One of the two who run a server: the server, the server roster at it with a configuration and a database of its own,
 * and the admin. One thread.
 */
final class Operator {

    static final String ADMIN = "admin";

    /** The server's address is the demo's own, so the usual port is free. */
    private static final int HTTP_PORT = 9267;

    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration HEALTH = Duration.ofSeconds(5);
    private static final int LAST_LINES = 30;

    private final XmppServer server;
    private final Database database;
    private final Path folder;
    private final String adminPassword;
    private final List<String> readers;
    private final boolean bare;
    private ServiceProcess service;

    /**
     * An operator who has set nothing up yet.
     *
     * @param folder where the service's configuration and logs are to lie
     * @param readers who may ask whom the server trusts
     * @param bare whether the roster is the server's own, through a bridge, and not the component's
     */
    Operator(
            XmppServer server,
            Database database,
            Path folder,
            String adminPassword,
            List<String> readers,
            boolean bare) {
        this.server = server;
        this.database = database;
        this.folder = folder;
        this.adminPassword = adminPassword;
        this.readers = List.copyOf(readers);
        this.bare = bare;
    }

    /** The domain of the component that keeps the server roster of a server. */
    static String componentOf(String server) {
        return "buddies." + server;
    }

    XmppServer server() {
        return server;
    }

    Database database() {
        return database;
    }

    String component() {
        return componentOf(server.domain());
    }

    /** The domain whose roster it is: what peers know it by, and where commands and questions go. */
    String roster() {
        return bare ? server.domain() : component();
    }

    /** What the admin writes to, and is told by: the server's own domain can send no messages. */
    String desk() {
        return bare ? server.domain() + "@" + component() : component();
    }

    /** The admin's account. */
    String admin() {
        return ADMIN + "@" + server.domain();
    }

    String adminPassword() {
        return adminPassword;
    }

    Path configuration() {
        return folder.resolve("server-roster.conf");
    }

    Path log() {
        return folder.resolve("server-roster.log");
    }

    Path wireLog() {
        return folder.resolve("wire.log");
    }

    /** Where health and metrics are. */
    String http() {
        return "http://" + httpEndpoint();
    }

    AdminClient logIn() {
        return AdminClient.connect(server, ADMIN, adminPassword, "demo");
    }

    /** Writes the configuration and starts the service through its launcher. */
    void startService(Path launcher) {
        writeConfiguration();
        service = ServiceProcess.start(
                "the server roster of " + server.domain(),
                List.of(launcher.toString(), "run", "--config", configuration().toString()),
                Map.of("SERVER_ROSTER_LOG_CONFIG", folder.resolve("log4j2.xml").toString()),
                folder);
    }

    /** Waits until the service says that it is attached and reaches its database. */
    void awaitReady() {
        HttpClient http = HttpClient.newBuilder().connectTimeout(HEALTH).build();
        HttpRequest question = HttpRequest.newBuilder(URI.create(http() + "/health/ready"))
                .timeout(HEALTH)
                .build();
        StringBuilder lastAnswer = new StringBuilder("no answer yet");
        Await.until(
                READY,
                () -> !service.running() || isReady(http, question, lastAnswer),
                () -> "the server roster of " + server.domain() + " is not ready: " + lastAnswer);
        if (!service.running()) {
            throw new AssertionError("the server roster of " + server.domain() + " ended at its start with exit code "
                    + service.awaitExit(HEALTH));
        }
    }

    /** Whether both the server and the service run. */
    boolean running() {
        return server.running() && service.running();
    }

    /** What the service printed last; empty before its start. */
    String lastLines() {
        List<String> printed = service == null ? List.of() : service.output();
        return String.join("\n", printed.subList(Math.max(0, printed.size() - LAST_LINES), printed.size()));
    }

    /** Stops the service in order, as an operator would. */
    void stopService() {
        if (service != null && service.running()) {
            service.stop();
        }
    }

    private static boolean isReady(HttpClient http, HttpRequest question, StringBuilder lastAnswer)
            throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(question, HttpResponse.BodyHandlers.ofString());
            lastAnswer.setLength(0);
            lastAnswer.append(answer.body().strip());
            return answer.statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String httpEndpoint() {
        return server.address().getHostAddress() + ":" + HTTP_PORT;
    }

    /** The file that holds it. */
    Path databasePassword() {
        return folder.resolve("database-password");
    }

    private void writeConfiguration() {
        try {
            Files.createDirectories(folder);
            Path secret = folder.resolve("component-secret");
            Path password = databasePassword();
            writePrivately(secret, server.secret(component()));
            writePrivately(password, database.password());
            Files.writeString(configuration(), """
                    server-roster {
                      components = [
                        {
                          domain = "%s"
                          host = "%s"
                          port = %d
                          secret-file = "%s"
                          admins = ["%s"]
                          readers = [%s]
                          serves = [%s]
                        }
                      ]
                      database {
                        url = "%s"
                        user = "%s"
                        password-file = "%s"
                      }
                      http { listen = "%s" }
                    }
                    """.formatted(
                            component(),
                            server.address().getHostAddress(),
                            server.componentPort(component()),
                            secret.getFileName(),
                            admin(),
                            readers.stream().map(reader -> '"' + reader + '"').collect(Collectors.joining(", ")),
                            bare ? '"' + server.domain() + '"' : "",
                            database.url(),
                            database.user(),
                            password.getFileName(),
                            httpEndpoint()));
            Files.writeString(folder.resolve("log4j2.xml"), """
                    <Configuration status="warn">
                      <Appenders>
                        <Console name="console">
                          <PatternLayout pattern="%%d{HH:mm:ss.SSS} %%-5level %%m%%n%%throwable{short.message}"/>
                        </Console>
                        <File name="log" fileName="server-roster.log">
                          <PatternLayout pattern="%%d %%-5level %%logger{1}: %%m%%n"/>
                        </File>
                        <File name="wire" fileName="wire.log">
                          <PatternLayout pattern="%s"/>
                        </File>
                      </Appenders>
                      <Loggers>
                        <Logger name="org.serverroster.wire" level="debug" additivity="false">
                          <AppenderRef ref="wire"/>
                        </Logger>
                        <Root level="info">
                          <AppenderRef ref="console"/>
                          <AppenderRef ref="log"/>
                        </Root>
                      </Loggers>
                    </Configuration>
                    """.formatted(WireLog.PATTERN));
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot write the configuration into " + folder, fault);
        }
    }

    private static void writePrivately(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text + "\n");
    }
}
