package org.serverroster.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.serverroster.bench.Rosters.Items;
import org.serverroster.bench.load.Asking;
import org.serverroster.bench.load.Link;
import org.serverroster.bench.load.Questions;
import org.serverroster.bench.rival.EchoComponent;
import org.serverroster.testbed.LoopbackNetwork;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.ServerPlan;
import org.serverroster.testbed.ServiceProcess;
import org.serverroster.testbed.XmppServer;

/**
 * The same questions, asked by one component of a real server and answered by another, which is the service or an echo: one
 * whose answers are as long as the service's, and one that gives back no more than it got.
 */
final class ServersRow implements Row {

    private static final String ECHO = "echo.montague.lit";
    private static final String SHORT_ECHO = "short.montague.lit";

    /** Few: each is a peer beyond the server, whose name nobody knows, and is greeted through it once. */
    private static final int ITEMS = 50;

    private static final Duration START = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "servers";
    }

    @Override
    public List<Figure> measure(Bed bed) throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (ServerKind kind : ServerKind.values()) {
            figures.addAll(through(kind, bed));
        }
        return figures;
    }

    private List<Figure> through(ServerKind kind, Bed bed) throws IOException {
        String server = kind.name().toLowerCase(Locale.ROOT);
        ServerPlan plan = ServerPlan.of("montague.lit")
                .withComponent(Bed.COMPONENT, bed.secret())
                .withComponent(ECHO, bed.secret())
                .withComponent(SHORT_ECHO, bed.secret())
                .withComponent(Bed.ASKER, bed.secret())
                .withQuietLog();
        Path folder = bed.newFolder(server);
        try (LoopbackNetwork network = LoopbackNetwork.open(folder);
                XmppServer montague = kind.create(plan, network, folder)) {
            montague.start();
            String host = montague.address().getHostAddress();
            int port = montague.componentPort(Bed.COMPONENT);
            try (ServiceProcess service = bed.service(bed.rosters().toRead(Items.FROM, ITEMS), host, port);
                    ServiceProcess echo = echo(bed, montague, ECHO, EchoComponent.AS_LONG);
                    ServiceProcess shortEcho = echo(bed, montague, SHORT_ECHO);
                    Link asker = Link.attach(
                            montague.address(), montague.componentPort(Bed.ASKER), Bed.ASKER, bed.secret())) {
                service.awaitLine("attached", START, line -> line.contains(": attached to "));
                for (ServiceProcess each : List.of(echo, shortEcho)) {
                    each.awaitLine("attached", START, line -> line.equals("attached"));
                }
                return compare(server, bed, asker);
            }
        }
    }

    private static ServiceProcess echo(Bed bed, XmppServer server, String domain, String... more) {
        List<String> command = bed.java(Bed.SMALL_HEAP);
        command.addAll(List.of(
                EchoComponent.class.getName(),
                server.address().getHostAddress(),
                Integer.toString(server.componentPort(domain)),
                domain,
                bed.secret(),
                Bed.ASKER));
        command.addAll(List.of(more));
        return ServiceProcess.start("the echo", command, Map.of(), bed.newFolder("echo"));
    }

    private List<Figure> compare(String server, Bed bed, Link asker) throws IOException {
        Sizes sizes = bed.sizes();
        Side service = new Side(asker, Bed.COMPONENT);
        Side echo = new Side(asker, ECHO);
        Side shortEcho = new Side(asker, SHORT_ECHO);
        // The echo's answers are the service's, or would be as long for nothing.
        service.asking.verify(1);
        echo.asking.verify(1);
        List<Side> sides = List.of(service, echo, shortEcho);
        for (Side side : sides) {
            side.asking.pipelined(sizes.window(), sizes.warmUp());
        }
        for (int round = 0; round < sizes.rounds(); round++) {
            for (Side side : sides) {
                side.rates.add(
                        side.asking.pipelined(sizes.window(), sizes.round()).perSecond());
            }
        }
        bed.progress()
                .say(
                        "servers: through %s %,.0f a second, the echo %,.0f, with short answers %,.0f",
                        server, service.rate(), echo.rate(), shortEcho.rate());
        return List.of(
                Figure.atLeast(
                        name(), "trust questions through " + server, "a second", service.rate(), echo.rate(), 0.97),
                Figure.told(
                        name(),
                        "through " + server + ", the echo's answers shorter",
                        "a second",
                        service.rate(),
                        OptionalDouble.of(shortEcho.rate())));
    }

    /** One of those that answer, and how many a second it did in each round. */
    private static final class Side {

        private final Asking asking;
        private final List<Double> rates = new ArrayList<>();

        Side(Link asker, String component) {
            asking = new Asking(asker, Questions.about(ITEMS, ITEMS, Bed.ASKER, component));
        }

        double rate() {
            return Medians.of(rates);
        }
    }
}
