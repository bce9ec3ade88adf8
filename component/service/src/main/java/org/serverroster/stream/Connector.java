package org.serverroster.stream;

import java.io.IOException;
import java.net.ConnectException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.serverroster.stream.StreamEnd.Kind;
import org.serverroster.xmpp.Printable;

/**
 * Opens connections to one server. Every step has a deadline.
 *
 * <p>{@link #connect} and {@link #secure} belong to the stream's reader thread; {@link #giveUp} to any.
 */
final class Connector {

    private final StreamSettings settings;
    private volatile boolean givenUp;
    private volatile Optional<CompletableFuture<InetAddress[]>> resolving = Optional.empty();
    private volatile Optional<Socket> connecting = Optional.empty();

    Connector(StreamSettings settings) {
        this.settings = settings;
    }

    /** Ends an attempt that is under way, and any later one. */
    void giveUp() {
        givenUp = true;
        resolving.ifPresent(each -> each.complete(new InetAddress[0]));
        connecting.ifPresent(Connector::closeQuietly);
    }

    /** Resolves the host's name anew and tries its addresses in turn until one takes the connection. */
    Wire connect() throws ConnectFailure, InterruptedException {
        long deadline = System.nanoTime() + settings.timing().connect().toNanos();
        InetAddress[] addresses = resolve();
        IOException last = null;
        for (int i = 0; i < addresses.length; i++) {
            long share = (deadline - System.nanoTime()) / (addresses.length - i);
            SocketChannel channel = open();
            Socket socket = channel.socket();
            connecting = Optional.of(socket);
            if (givenUp) {
                closeQuietly(socket);
            }
            try {
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                // 0 would mean: wait for ever.
                int millis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(share));
                socket.connect(new InetSocketAddress(addresses[i], settings.port()), millis);
                return new Wire(channel);
            } catch (IOException e) {
                last = e;
                closeQuietly(socket);
            } finally {
                connecting = Optional.empty();
            }
        }
        throw new ConnectFailure(notConnected(last));
    }

    /** The resolver has no deadline of its own that we could set, so it works on a thread that we may leave behind. */
    private InetAddress[] resolve() throws ConnectFailure, InterruptedException {
        Duration limit = settings.timing().connect();
        CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
        Thread resolver = new Thread(
                () -> {
                    try {
                        answer.complete(InetAddress.getAllByName(ascii(settings.host())));
                    } catch (UnknownHostException | RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                },
                "stream-" + settings.domain() + "-resolver");
        resolver.setDaemon(true);
        resolver.start();
        resolving = Optional.of(answer);
        if (givenUp) {
            answer.complete(new InetAddress[0]);
        }
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new ConnectFailure(StreamEnd.unreached(
                    Kind.HOST_NOT_FOUND,
                    "no address is known for the host " + settings.host()
                            + ": see that it is spelled right and that the name service knows it"));
        } catch (TimeoutException e) {
            throw new ConnectFailure(StreamEnd.unreached(
                    Kind.CONNECT_TIMEOUT,
                    "the name service did not say where the host " + settings.host() + " is within " + seconds(limit)
                            + ": see whether the name service runs"));
        }
    }

    private static String ascii(String host) {
        return host.chars().allMatch(c -> c < 0x80) ? host : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
    }

    private StreamEnd notConnected(IOException e) {
        String server = settings.address();
        if (e instanceof SocketTimeoutException) {
            return StreamEnd.unreached(
                    Kind.CONNECT_TIMEOUT,
                    "nothing answers at " + server + " within "
                            + seconds(settings.timing().connect())
                            + ": see whether the server runs and no firewall drops the connection");
        }
        if (e instanceof ConnectException && String.valueOf(e.getMessage()).contains("refused")) {
            return StreamEnd.unreached(
                    Kind.CONNECTION_REFUSED,
                    "nothing listens at " + server + ": see whether the server runs and takes components on this port");
        }
        return StreamEnd.unreached(
                Kind.UNREACHABLE,
                server + " can't be reached (" + Printable.of(String.valueOf(e == null ? "" : e.getMessage()), 200)
                        + "): see the network between here and there");
    }

    /** Puts TLS on the connection, if it is set, and checks the server's certificate and name. */
    void secure(Wire wire) throws ConnectFailure {
        if (settings.tls().isEmpty()) {
            return;
        }
        SSLContext context = settings.tls().get();
        try {
            SSLSocket tls = (SSLSocket)
                    context.getSocketFactory().createSocket(wire.raw(), ascii(settings.host()), settings.port(), true);
            SSLParameters parameters = tls.getSSLParameters();
            // RFC 6125 as HTTPS has it: the certificate must name the host that we were told to connect to.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            wire.secure(tls);
        } catch (SSLException e) {
            throw new ConnectFailure(notSecured(e));
        } catch (IOException e) {
            throw new ConnectFailure(StreamEnd.connectionLost(settings, false, "broke the connection"));
        }
    }

    private StreamEnd notSecured(SSLException e) {
        String server = "the server at " + settings.address();
        boolean certificate = false;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException
                    || cause instanceof CertPathValidatorException
                    || cause instanceof CertificateExpiredException
                    || cause instanceof CertificateNotYetValidException) {
                return StreamEnd.unreached(
                        Kind.TLS_UNTRUSTED,
                        server + " has a certificate that is not trusted here (" + message(cause)
                                + "): put its issuer into the truststore, or renew the certificate");
            }
            certificate |= cause instanceof CertificateException;
        }
        if (certificate) {
            return StreamEnd.unreached(
                    Kind.TLS_NAME,
                    server + " has a certificate for another name than " + settings.host()
                            + ": set the host to a name in the certificate, or get a certificate for this one");
        }
        return StreamEnd.unreached(
                Kind.TLS_FAILED,
                server + " and we could not agree on TLS (" + message(e)
                        + "): see that this port speaks TLS from the first byte");
    }

    private static String message(Throwable e) {
        return Printable.of(String.valueOf(e.getMessage()), 200);
    }

    static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }

    private SocketChannel open() throws ConnectFailure {
        try {
            return SocketChannel.open();
        } catch (IOException e) {
            throw new ConnectFailure(notConnected(e));
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It never carried anything.
        }
    }
}
