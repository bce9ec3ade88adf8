package org.serverroster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.config.HttpConfig;

/**
 * "/metrics, /health/live, /health/ready (ready: every stream attached and the database reachable; the body says which is
 * not, and why)", asked by a real client.
 */
class HealthServerTest {

    private static final Check STREAM = new Check("stream buddies.montague.lit", true, "");
    private static final Check DATABASE = new Check("database", true, "");

    private final AtomicReference<Supplier<Readiness>> readiness =
            new AtomicReference<>(() -> new Readiness(List.of(STREAM, DATABASE)));
    private final HttpClient client = HttpClient.newHttpClient();
    private HealthServer server;

    @BeforeEach
    void start() throws IOException {
        server = HealthServer.start(
                new HttpConfig.Listen("127.0.0.1", 0), () -> readiness.get().get(), () -> "up 1\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        URI uri = new URI("http://127.0.0.1:" + server.address().getPort() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    @DisplayName("Live: 200 as long as the process answers, whatever is away")
    void live() throws Exception {
        readiness.set(() -> new Readiness(List.of(new Check("database", false, "away"))));
        HttpResponse<String> response = ask("GET", "/health/live");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"live\": true}\n");
    }

    @Test
    @DisplayName("Ready: 200 where all is well")
    void ready() throws Exception {
        HttpResponse<String> response = ask("GET", "/health/ready");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.body()).isEqualTo("""
                        {"ready": true, "checks": [
                          {"name": "stream buddies.montague.lit", "ok": true, "why": ""},
                          {"name": "database", "ok": true, "why": ""}
                        ]}
                        """);
    }

    @Test
    @DisplayName("Not ready: 503; the body says what is not, and why, with what a peer wrote escaped")
    void notReady() throws Exception {
        readiness.set(() -> new Readiness(
                List.of(new Check("stream münchen.lit", false, "not \"authorized\"\n\u001b[2J\\\u202e"), DATABASE)));
        HttpResponse<String> response = ask("GET", "/health/ready");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("""
                        {"ready": false, "checks": [
                          {"name": "stream m\\u00fcnchen.lit", "ok": false, "why": "not \\"authorized\\"\\u000a\\u001b[2J\\\\\\u202e"},
                          {"name": "database", "ok": true, "why": ""}
                        ]}
                        """);
    }

    @Test
    @DisplayName("Metrics are those of the registry, in Prometheus' text format")
    void metrics() throws Exception {
        HttpResponse<String> response = ask("GET", "/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(response.body()).isEqualTo("up 1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/metrics"})
    @DisplayName("HEAD is answered as GET, without the body; no other method is taken")
    void methods(String path) throws Exception {
        HttpResponse<String> head = ask("HEAD", path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "X")) {
            HttpResponse<String> refused = ask(method, path);
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/health",
                "/health/",
                "/health/live/",
                "/metricsx",
                "/metrics/..",
                "/%2e%2e/metrics",
                "//metrics"
            })
    @DisplayName("Nothing else is there")
    void nothingElse(String path) throws Exception {
        assertThat(ask("GET", path).statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("A check that fails to answer is a 500 that shows nothing of why")
    void failure() throws Exception {
        readiness.set(() -> {
            throw new IllegalStateException("password hunter2 is wrong");
        });
        HttpResponse<String> response = ask("GET", "/health/ready");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("hunter2", "IllegalState");
        assertThat(ask("GET", "/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("What is no HTTP, too large, or cut off harms nobody else")
    void hostileClients() throws Exception {
        List<String> requests = List.of(
                "\u0000\u0001\u0002\r\n\r\n",
                "GET\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
                "GET /health/live HTTP/1.1\r\n" + "X: y\r\n".repeat(1000) + "\r\n",
                "GET /health/live HTTP/1.1\r\nX: " + "y".repeat(1_000_000) + "\r\n\r\n",
                "POST /health/live HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\nabc");
        for (String request : requests) {
            try (Socket socket = connect()) {
                OutputStream out = socket.getOutputStream();
                try {
                    out.write(request.getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException closedBeforeItTookAll) {
                    continue;
                }
            }
            assertThat(ask("GET", "/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("Connections that say nothing hold no thread: the next client is answered")
    void silentClients() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                silent.add(connect());
            }
            assertThat(ask("GET", "/health/live").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    @DisplayName("A client that does not finish its request is cut off: its thread answers others again")
    void stalledClients() throws Exception {
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                Socket socket = connect();
                stalled.add(socket);
                socket.setSoTimeout(60_000);
                socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(ask("GET", "/health/live").statusCode()).isEqualTo(200);
            assertThat(stalled.get(0).getInputStream().readAllBytes()).isEmpty();
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    @Test
    @DisplayName("It listens on the configured address alone, and no more once it is closed")
    void bound() throws Exception {
        assertThat(server.address().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
        int port = server.address().getPort();
        assertThatThrownBy(() -> new Socket("127.0.0.2", port).close()).isInstanceOf(ConnectException.class);
        server.close();
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    @DisplayName("An address that is taken, or is none of this machine's, is told with the key to change")
    void taken() throws IOException {
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress("127.0.0.1", 0));
            assertThatThrownBy(() -> start("127.0.0.1", other.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + other.getLocalPort())
                    .hasMessageContaining("server-roster.http.listen");
        }
        assertThatThrownBy(() -> start("192.0.2.1", 9267)).hasMessageContaining("server-roster.http.listen");
        assertThatThrownBy(() -> start("nowhere.invalid", 9267)).hasMessageContaining("server-roster.http.listen");
    }

    private Socket connect() throws IOException {
        return new Socket("127.0.0.1", server.address().getPort());
    }

    private void start(String host, int port) throws IOException {
        HealthServer.start(new HttpConfig.Listen(host, port), readiness.get(), () -> "")
                .close();
    }
}
