package org.serverroster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.dom4j.Element;
import org.serverroster.bridge.Trial;
import org.serverroster.config.ComponentConfig;
import org.serverroster.config.LimitsConfig;
import org.serverroster.config.TlsConfig;
import org.serverroster.http.Check;
import org.serverroster.http.Meters;
import org.serverroster.roster.EventReader;
import org.serverroster.roster.RosterStore;
import org.serverroster.roster.RosterWatch;
import org.serverroster.router.Door;
import org.serverroster.router.Intake;
import org.serverroster.stream.Answers;
import org.serverroster.stream.ComponentStream;
import org.serverroster.stream.Shortcut;
import org.serverroster.stream.StreamCondition;
import org.serverroster.stream.StreamEnd;
import org.serverroster.stream.StreamListener;
import org.serverroster.stream.StreamSettings;
import org.serverroster.stream.StreamStatus;
import org.serverroster.trust.TrustShortcut;
import org.serverroster.xmpp.LocalDomain;

/**
 * The wiring of one component: its stream, and the local domains that it speaks for. The stream's reader thread owns what
 * comes in; each roster has a thread of its own.
 */
final class Component implements StreamListener {

    private static final Logger LOG = LogManager.getLogger(Component.class);

    /** Greetings wait while more stanzas than this wait to be written: an answer is never far behind them. */
    private static final int SHORT_QUEUE = 64;

    private static final Duration PAUSE = Duration.ofMillis(5);

    /** How a server ends the stream of who speaks for a domain that it may not speak for. */
    private static final Set<StreamCondition> REFUSED_SENDER =
            Set.of(StreamCondition.INVALID_FROM, StreamCondition.IMPROPER_ADDRESSING);

    private static final Duration TELL_LEFT = Duration.ofMillis(500);

    private final LocalDomain domain;
    private final RosterStore store;
    private final List<LocalRoster> locals;
    private final LocalRoster own;
    private final List<ServedDomain> served;
    private final Trial trial = new Trial();
    private final Intake intake;
    private final Door door;
    private final TrustShortcut shortcut;
    private final ComponentStream stream;
    private final ScheduledExecutorService background;
    private volatile boolean stopping;

    Component(ComponentConfig config, LimitsConfig limits, RosterStore store, EventReader events, Meters meters) {
        this(config, limits, StreamSettings.Timing.DEFAULT, store, events, meters);
    }

    /** @param timing how long the stream waits */
    Component(
            ComponentConfig config,
            LimitsConfig limits,
            StreamSettings.Timing timing,
            RosterStore store,
            EventReader events,
            Meters meters) {
        domain = config.domain();
        this.store = store;
        // What comes after the end of the executor, as the end of the stream does, is nothing to it.
        background = new ScheduledThreadPoolExecutor(
                1, task -> daemon(task, "background-" + domain), new ThreadPoolExecutor.DiscardPolicy());
        door = new Door(Set.of(domain), Set.copyOf(config.serves()), this::write, meters.keptBack());
        Function<LocalDomain, LocalRoster> local = each -> LocalRoster.of(
                each, config, limits, store, events, door, this::isShort, background, meters.roster(each));
        own = local.apply(domain);
        served = config.serves().stream()
                .map(each -> ServedDomain.of(each, domain, local.apply(each), door, trial, meters))
                .toList();
        locals = Stream.concat(Stream.of(own), served.stream().map(ServedDomain::local))
                .toList();
        intake = new Intake(domain, locals.stream().map(LocalRoster::intake).toList(), door, meters.dropped(domain));
        shortcut = new TrustShortcut(
                intake,
                door,
                locals.stream().collect(Collectors.toMap(each -> each.service().domain(), LocalRoster::trust)));
        stream = new ComponentStream(settings(config, limits, timing), this, meters.stream(domain));
    }

    private static StreamSettings settings(ComponentConfig config, LimitsConfig limits, StreamSettings.Timing timing) {
        return new StreamSettings(
                config.domain().toString(),
                config.host(),
                config.port(),
                tls(config.tls()),
                config.secret(),
                StreamSettings.Limits.DEFAULT.withStanzaBytes(limits.stanzaBytes()),
                timing);
    }

    private static Optional<SSLContext> tls(TlsConfig tls) {
        return tls instanceof TlsConfig.Direct direct ? Optional.of(direct.context()) : Optional.empty();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Loads the rosters, which while the database is away takes as long as that, and then attaches, for ever. */
    void start() {
        daemon(this::loadAndAttach, "start-" + domain).start();
    }

    private void loadAndAttach() {
        try {
            for (LocalRoster local : locals) {
                if (!local.service().start()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        stream.start();
        locals.forEach(local -> local.outbox().start());
        background.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** A fault costs one round: an executor drops a task that throws. */
    private void tick() {
        try {
            locals.forEach(LocalRoster::tick);
            served.forEach(each -> each.bridge().tick());
        } catch (RuntimeException e) {
            LOG.error("{}: a fault of ours in what is done every second", domain, e);
        }
    }

    /** Has its rosters told of what other instances change. */
    void tellOfOthers(RosterWatch watch) {
        locals.forEach(local -> watch.tell(local.service(), () -> sayThatWeAreHere(local)));
    }

    /** Another instance told the peers that we are unavailable, which they are to unlearn. */
    private void sayThatWeAreHere(LocalRoster local) {
        if (!stopping && isHere(local)) {
            LOG.info(
                    "{}: another instance has left; the peers are told that this one is here",
                    local.service().domain());
            local.presence().attached();
        }
    }

    /** Whether peers hear what is said in the name of that domain. */
    private boolean isHere(LocalRoster local) {
        return stream.status().attached()
                && served.stream()
                        .filter(each -> each.local() == local)
                        .allMatch(each -> each.bridge().status().open());
    }

    boolean isAttached() {
        return stream.status().attached();
    }

    /** Whether this component is attached, and may speak for what it serves; and if not, why. */
    Stream<Check> checks() {
        return Stream.concat(Stream.of(check()), served.stream().map(ServedDomain::check));
    }

    private Check check() {
        StreamStatus status = stream.status();
        String why = status.attached()
                ? ""
                : status.fault().map(StreamEnd::words).orElse("not attached yet: its roster is being loaded");
        return new Check("stream " + domain, status.attached(), why);
    }

    /** Takes no new work, finishes what waits, says unavailable and closes the stream, within {@code limit}. */
    void stop(Duration limit) {
        new OrderlyStop(domain, locals, this::isHere, door, stream, this::isShort, store)
                .run(limit, this::saysNoMoreThatItIsHere);
    }

    /** Neither to who is greeted nor to who probes. */
    private void saysNoMoreThatItIsHere() {
        stopping = true;
        background.shutdownNow();
    }

    private boolean write(Element stanza) {
        return stream.send(stanza);
    }

    private boolean isShort() {
        return stream.queued() < SHORT_QUEUE;
    }

    @Override
    public void attached() {
        own.attached();
        // Those that it serves when their bridge is found.
        served.forEach(each -> each.bridge().attached());
    }

    @Override
    public void received(Element stanza) {
        if (locals.stream().anyMatch(local -> local.outbox().takes(stanza))
                || served.stream().anyMatch(each -> each.bridge().takes(stanza))) {
            return;
        }
        if (!stopping) {
            intake.take(stanza);
        }
    }

    @Override
    public int answer(byte[] bytes, int from, int to, Answers answers) {
        return stopping ? Shortcut.OTHER : shortcut.answer(bytes, from, to, answers);
    }

    @Override
    public void oversized(Element root) {
        intake.refuseOversized(root);
    }

    @Override
    public void detached(StreamEnd why) {
        own.detached();
        boolean refused = why.condition().filter(REFUSED_SENDER::contains).isPresent();
        Optional<LocalDomain> blamed = trial.streamEnded(refused);
        served.forEach(each -> each.detached(refused, blamed));
    }
}
