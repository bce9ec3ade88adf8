package org.serverroster.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.testbed.FaultyLink.Direction;

/** A network that fails when it is told to. */
class FaultyLinkTest {

    private static final int PATIENCE_MILLIS = 30_000;

    private ServerSocket door;
    private FaultyLink link;
    private Socket component;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        door = new ServerSocket(0, 10, loopback);
        door.setSoTimeout(PATIENCE_MILLIS);
        link = FaultyLink.open(
                loopback, new InetSocketAddress(loopback, door.getLocalPort()), (direction, bytes, length) -> {});
        attach();
    }

    private void attach() throws IOException {
        component = new Socket(InetAddress.getLoopbackAddress(), link.port());
        component.setSoTimeout(PATIENCE_MILLIS);
        server = door.accept();
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    @AfterEach
    void end() throws IOException {
        link.close();
        component.close();
        server.close();
        door.close();
    }

    @Test
    @DisplayName("It carries in both directions")
    void carries() throws IOException {
        write(component, "<presence/>");
        assertThat(read(server, 11)).isEqualTo("<presence/>");
        write(server, "<iq/>");
        assertThat(read(component, 5)).isEqualTo("<iq/>");
    }

    @Test
    @DisplayName("A cut in a stanza lets what was before it arrive, and so many bytes of it")
    void cutsInAStanza() throws IOException {
        link.cutInStanza(Direction.TO_SERVER, 4);
        write(component, "</x> <presence type='subscribe'/>");

        assertThat(new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("</x> <pre");
        assertThat(component.getInputStream().read()).isEqualTo(-1);
        assertThat(link.disarm()).isFalse();
    }

    @Test
    @DisplayName("A stanza is never carried whole when it is to be cut")
    void cutsTheLastByte() throws IOException {
        link.cutInStanza(Direction.TO_COMPONENT, 1000);
        write(server, "<iq/>");

        assertThat(new String(component.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("<iq/");
    }

    @Test
    @DisplayName("What stands still goes on where it stopped")
    void stallsAndFlows() throws IOException {
        link.stall();
        write(component, "<presence/>");
        link.flow();

        assertThat(read(server, 11)).isEqualTo("<presence/>");
    }

    @Test
    @DisplayName("A half-open connection is over for the server, and silent for the component until it is reset")
    void vanishes() throws IOException {
        carries();
        link.vanish();

        assertThatThrownBy(() -> {
                    if (server.getInputStream().read() < 0) {
                        throw new IOException("end");
                    }
                })
                .isInstanceOf(IOException.class);
        write(component, "<presence/>");
        assertThat(link.connected()).isFalse();
        attachAnew();
        link.resetVanished();
        write(component, "<iq/>");
        assertThat(read(server, 5)).isEqualTo("<iq/>");
    }

    /** Beside the one that vanished. */
    private void attachAnew() throws IOException {
        server.close();
        component.close();
        attach();
    }

    @Test
    @DisplayName("What a muted component writes is lost, and it goes on hearing")
    void mutes() throws IOException {
        carries();
        link.mute(true);
        write(component, "<presence/>");
        write(server, "<iq/>");
        assertThat(read(component, 5)).isEqualTo("<iq/>");
        link.cut();

        assertThatThrownBy(() -> {
                    if (server.getInputStream().read() < 0) {
                        throw new IOException("end");
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("A refused connection ends at once, and later ones are carried again")
    void refuses() throws IOException {
        link.refuse(true);
        try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), link.port())) {
            refused.setSoTimeout(PATIENCE_MILLIS);
            assertThatThrownBy(() -> {
                        if (refused.getInputStream().read() < 0) {
                            throw new IOException("end");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        link.refuse(false);
        component.close();
        server.close();
        attach();
        write(component, "<iq/>");
        assertThat(read(server, 5)).isEqualTo("<iq/>");
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private static String read(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }
}
