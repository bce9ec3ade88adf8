package org.serverroster.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.ServiceProcess;

/** What the service says of itself over HTTP. Of the test's thread. */
final class HealthPage {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final int port;

    HealthPage(int port) {
        this.port = port;
    }

    /** @param status of HTTP; 0 when nobody answered */
    record Page(int status, String body) {}

    Page ready() {
        return get("/health/ready");
    }

    Page get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(ANSWER)
                .build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new Page(answer.statusCode(), answer.body());
        } catch (IOException nobody) {
            return new Page(0, nobody.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while asking for " + path, interrupted);
        }
    }

    void awaitReady(ServiceProcess service) {
        Await.until(
                Side.PATIENCE,
                () -> ready().status() == 200,
                () -> "not ready: " + ready() + "\n" + String.join("\n", service.output()));
    }

    /** Waits for a page that says that it is not ready, and why. */
    Page awaitNotReady(String why) {
        AtomicReference<Page> last = new AtomicReference<>();
        Await.until(
                Side.PATIENCE,
                () -> {
                    last.set(ready());
                    return last.get().status() == 503 && last.get().body().contains(why);
                },
                () -> "not '" + why + "': " + last.get());
        return last.get();
    }
}
