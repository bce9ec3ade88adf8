package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.serverroster.stream.Heard.Running;
import org.serverroster.stream.StreamEnd.Kind;
import org.serverroster.stream.StreamSettings.Limits;

/** No connection comes about: each cause has its words. */
class ConnectTest {

    private final Heard heard = new Heard();

    @Test
    void nothingListens() throws InterruptedException, IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        try (Running running = heard.run(Heard.settings(port, Limits.DEFAULT, Timings.PATIENT))) {
            assertThat(heard.end().kind()).isEqualTo(Kind.CONNECTION_REFUSED);
            // It comes about later.
            try (ScriptedServer server =
                    new ScriptedServer(new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1")))) {
                server.attach();
                assertThat(heard.next()).isEqualTo("attached");
                assertThat(running.stream().status().attached()).isTrue();
            }
        }
    }

    @Test
    void nobodyAnswers() throws InterruptedException, IOException {
        try (Deaf deaf = new Deaf();
                Running running = heard.run(
                        Heard.settings(deaf.port(), Limits.DEFAULT, Timings.connect(Duration.ofMillis(300))))) {
            StreamEnd end = heard.end();
            assertThat(end.kind()).isEqualTo(Kind.CONNECT_TIMEOUT);
            assertThat(end.words()).contains("within 0.3 s");
            assertThat(running.stream().status().attached()).isFalse();
        }
    }

    @Test
    void closedWhileNobodyAnswersItIsGoneAtOnce() throws InterruptedException, IOException {
        try (Deaf deaf = new Deaf()) {
            ComponentStream stream =
                    heard.start(Heard.settings(deaf.port(), Limits.DEFAULT, Timings.connect(Duration.ofHours(1))));
            Heard.until(() -> heard.attempts.get() == 1);
            stream.close(Duration.ofMinutes(30));
            assertThat(heard.end().kind()).isEqualTo(Kind.CLOSED);
        }
    }

    @Test
    void noSuchHost() throws InterruptedException {
        // RFC 6761, section 6.4: a name below .invalid never resolves.
        StreamSettings nowhere = new StreamSettings(
                "buddies.montague.lit",
                "montague.invalid",
                5347,
                Optional.empty(),
                ScriptedServer.SECRET,
                Limits.DEFAULT,
                Timings.PATIENT);
        try (Running running = heard.run(nowhere)) {
            StreamEnd end = heard.end();
            assertThat(end.kind()).isEqualTo(Kind.HOST_NOT_FOUND);
            assertThat(end.words()).contains("montague.invalid");
            assertThat(running.stream().status().attached()).isFalse();
        }
    }

    /** Listens and takes no connection: Linux answers no more of them than the backlog holds. */
    private static final class Deaf implements AutoCloseable {

        private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        private final List<Socket> filling = new ArrayList<>();

        Deaf() throws IOException {
            boolean full = false;
            while (!full) {
                Socket socket = new Socket();
                filling.add(socket);
                try {
                    socket.connect(new InetSocketAddress("127.0.0.1", port()), 200);
                } catch (SocketTimeoutException e) {
                    full = true;
                }
            }
        }

        int port() {
            return listening.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (Socket each : filling) {
                each.close();
            }
            listening.close();
        }
    }
}
