package org.serverroster.roster;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a program and its database, and once, when armed, cuts the connection: at a commit, before the database
 * hears of it, or after the database carried it out and before its answer is heard; or at rows that are being copied.
 */
final class CuttingProxy implements AutoCloseable {

    /** Where the connection is cut. */
    enum Cut {
        BEFORE_COMMIT("COMMIT"),
        AFTER_COMMIT("COMMIT"),
        IN_COPY("PGCOPY");

        private final String sign;

        Cut(String sign) {
            this.sign = sign;
        }
    }

    private final ServerSocket listener;
    private final int target;
    private final AtomicReference<Cut> armed = new AtomicReference<>();
    private volatile boolean cut;

    CuttingProxy(int target) throws IOException {
        this.target = target;
        listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void cutNext(Cut where) {
        armed.set(where);
    }

    boolean hasCut() {
        return cut;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getByName("127.0.0.1"), target);
                daemon(() -> toServer(client, server));
                daemon(() -> copy(server, client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void toServer(Socket client, Socket server) {
        try (client;
                server) {
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Cut here = armed.get();
                if (here != null
                        && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(here.sign)
                        && armed.compareAndSet(here, null)) {
                    cut(here, server, client, buffer, read);
                    return;
                }
                server.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // Either side went.
        }
    }

    private void cut(Cut here, Socket server, Socket client, byte[] commit, int length) throws IOException {
        client.close();
        if (here == Cut.AFTER_COMMIT) {
            server.getOutputStream().write(commit, 0, length);
            server.shutdownOutput();
            // Reads on until the database closes, which it does when it has carried the commit out.
            byte[] unheard = new byte[1_024];
            int read = 0;
            while (read >= 0) {
                read = server.getInputStream().read(unheard);
            }
        }
        cut = true;
    }

    private void copy(Socket from, Socket to) {
        try (to) {
            byte[] buffer = new byte[65_536];
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // Either side went.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
