package org.serverroster.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** The same questions, asked by one component of a real server and answered by another, which is the service or an echo. */
final class ServersRow implements Row {

    private static final String ECHO = "echo.montague.lit";
    /** Few: each is a peer beyond the server, whose name nobody knows, and is greeted through it once. */
    private static final int ITEMS = 50;

    private static final int MOST_ROUNDS = 3;
    private static final Duration START = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "servers";
    }

    @Override
    public List<Figure> measure(Bed bed) throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (ServerKind kind : ServerKind.values()) {
            figures.add(through(kind, bed));
        }
        return figures;
    }

    private Figure through(ServerKind kind, Bed bed) throws IOException {
        String server = kind.name().toLowerCase(Locale.ROOT);
        ServerPlan plan = ServerPlan.of("montague.lit")
                .withComponent(Bed.COMPONENT, bed.secret())
                .withComponent(ECHO, bed.secret())
                .withComponent(Bed.ASKER, bed.secret())
                .withQuietLog();
        Path folder = bed.newFolder(server);
        try (LoopbackNetwork network = LoopbackNetwork.open(folder);
                XmppServer montague = kind.create(plan, network, folder)) {
            montague.start();
            String host = montague.address().getHostAddress();
            int port = montague.componentPort(Bed.COMPONENT);
            try (ServiceProcess service = bed.service(bed.rosters().toRead(Items.FROM, ITEMS), host, port);
                    ServiceProcess echo = echo(bed, montague);
                    Link asker = Link.attach(
                            montague.address(), montague.componentPort(Bed.ASKER), Bed.ASKER, bed.secret())) {
                return compare(server, bed, asker, service, echo);
            }
        }
    }

    private static ServiceProcess echo(Bed bed, XmppServer server) {
        List<String> command = bed.java(Bed.SMALL_HEAP);
        command.addAll(List.of(
                EchoComponent.class.getName(),
                server.address().getHostAddress(),
                Integer.toString(server.componentPort(ECHO)),
                ECHO,
                bed.secret(),
                Bed.ASKER));
        return ServiceProcess.start("the echo", command, Map.of(), bed.newFolder("echo"));
    }

    private Figure compare(String server, Bed bed, Link asker, ServiceProcess own, ServiceProcess other)
            throws IOException {
        Sizes sizes = bed.sizes();
        Asking service = new Asking(asker, Questions.about(ITEMS, ITEMS, Bed.ASKER, Bed.COMPONENT));
        Asking echo = new Asking(asker, Questions.about(ITEMS, ITEMS, Bed.ASKER, ECHO));
        own.awaitLine("attached", START, line -> line.contains(": attached to "));
        other.awaitLine("attached", START, line -> line.equals("attached"));
        service.verify(1);
        service.pipelined(sizes.window(), sizes.warmUp());
        echo.pipelined(sizes.window(), sizes.round());
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < Math.min(MOST_ROUNDS, sizes.rounds()); round++) {
            ours.add(service.pipelined(sizes.window(), sizes.round()).perSecond());
            theirs.add(echo.pipelined(sizes.window(), sizes.round()).perSecond());
        }
        bed.progress()
                .say(
                        "servers: through %s %,.0f a second, the echo %,.0f",
                        server, Medians.of(ours), Medians.of(theirs));
        return Figure.atLeast(
                name(), "trust questions through " + server, "a second", Medians.of(ours), Medians.of(theirs), 0.97);
    }
}
