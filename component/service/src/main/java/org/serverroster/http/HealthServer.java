package org.serverroster.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.config.HttpConfig;
import org.serverroster.roster.Bounded;

/**
 * Tells over HTTP how the program is: {@code /health/live} (200 as long as the process answers), {@code /health/ready}
 * (200, or 503 where something it needs is away; the body says what and why) and {@code /metrics} (for Prometheus). It takes
 * GET and HEAD, changes nothing, and asks for no password.
 *
 * <p>Owns a thread that accepts and a few that answer. What is more than they can take is closed unanswered. The suppliers
 * are called on the latter, several at once, and must answer within seconds.
 */
public final class HealthServer implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(HealthServer.class);

    private static final int THREADS = 8;
    private static final int WAITING = 64;

    /** The JDK's server takes its bounds from here alone. Times are in seconds; without them a client may take for ever. */
    private static final Map<String, String> BOUNDS = Map.of(
            "sun.net.httpserver.maxReqTime", "5",
            "sun.net.httpserver.maxRspTime", "30",
            "sun.net.httpserver.idleInterval", "30",
            "sun.net.httpserver.maxReqHeaders", "64",
            "sun.net.httpserver.maxReqHeaderSize", "16384",
            "jdk.httpserver.maxConnections", "256");

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final AtomicLong turnedAway = new AtomicLong();
    private final Map<String, Supplier<Answer>> pages;

    private HealthServer(HttpServer server, Supplier<Readiness> readiness, Supplier<String> metrics) {
        this.server = server;
        this.threads = threads();
        this.pages = Map.of(
                "/health/live", () -> Answer.json(200, "{\"live\": true}\n"),
                "/health/ready", () -> ready(readiness.get()),
                "/metrics", () -> Answer.metrics(metrics.get()));
    }

    /**
     * Starts to listen, on the configured address alone.
     *
     * @param readiness how the program is now
     * @param metrics what {@code /metrics} answers, in Prometheus' text format
     * @throws IOException if nobody can listen there; the message is for an operator, and names the key to change
     */
    public static HealthServer start(HttpConfig.Listen listen, Supplier<Readiness> readiness, Supplier<String> metrics)
            throws IOException {
        BOUNDS.forEach((property, value) -> {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        });
        HealthServer health = new HealthServer(bind(listen), readiness, metrics);
        health.server.setExecutor(health.threads);
        health.server.createContext("/", health::handle);
        health.server.start();
        return health;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** The requests that wait for a thread; those that do not fit lose their connection. */
    public Bounded bound() {
        return new Bounded("http-requests", WAITING, threads.getQueue()::size, turnedAway::get);
    }

    /** Stops at once, whatever is under way. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static HttpServer bind(HttpConfig.Listen listen) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(listen.host(), listen.port()), WAITING);
        } catch (SocketException | UnresolvedAddressException e) {
            String why = e.getMessage() == null ? "no such host" : e.getMessage();
            throw new IOException(
                    "cannot listen on " + listen.host() + " port " + listen.port() + " for health and metrics (" + why
                            + "): end what listens there, or set server-roster.http.listen to another address or to off",
                    e);
        }
    }

    private ThreadPoolExecutor threads() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                task -> {
                    Thread thread = new Thread(task, "http-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                (task, pool) -> {
                    turnedAway.incrementAndGet();
                    throw new RejectedExecutionException("too many requests wait");
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(answer.status(), -1);
            } else {
                exchange.sendResponseHeaders(answer.status(), answer.body().length);
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private Answer answer(HttpExchange exchange) {
        Supplier<Answer> page = pages.get(exchange.getRequestURI().getPath());
        if (page == null) {
            return Answer.text(404, "Not here. There are /health/live, /health/ready and /metrics.");
        }
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Answer.text(405, "Only GET and HEAD.");
        }
        try {
            return page.get();
        } catch (RuntimeException e) {
            LOG.error("No answer could be made for {}", exchange.getRequestURI().getPath(), e);
            return Answer.text(500, "No answer could be made; the log says why.");
        }
    }

    private static Answer ready(Readiness readiness) {
        return Answer.json(readiness.ready() ? 200 : 503, readiness.toJson());
    }
}
