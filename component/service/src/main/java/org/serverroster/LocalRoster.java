package org.serverroster;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.serverroster.admin.AdminMessageHandler;
import org.serverroster.admin.NoticeDesk;
import org.serverroster.admin.Notices;
import org.serverroster.command.CommandHandler;
import org.serverroster.command.Commands;
import org.serverroster.config.ComponentConfig;
import org.serverroster.config.LimitsConfig;
import org.serverroster.disco.DiscoInfoHandler;
import org.serverroster.disco.DiscoItemsHandler;
import org.serverroster.disco.PingHandler;
import org.serverroster.disco.UptimeHandler;
import org.serverroster.disco.VersionHandler;
import org.serverroster.evidence.Looks;
import org.serverroster.outbox.OutboxSender;
import org.serverroster.outbox.PeerGate;
import org.serverroster.presence.PeerPresence;
import org.serverroster.presence.PeerStanzas;
import org.serverroster.presence.PresenceFeature;
import org.serverroster.roster.Decision;
import org.serverroster.roster.EventReader;
import org.serverroster.roster.Render;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.RosterMetrics;
import org.serverroster.roster.RosterService;
import org.serverroster.roster.RosterStore;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.rosterquery.RosterGet;
import org.serverroster.rosterquery.RosterPushes;
import org.serverroster.rosterquery.RosterSet;
import org.serverroster.router.Door;
import org.serverroster.router.Intake;
import org.serverroster.router.Outcome;
import org.serverroster.router.Replies;
import org.serverroster.router.Router;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.trust.Trust;
import org.serverroster.trust.TrustHandler;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

/**
 * The wiring of one local domain: its roster, and all that answers at its address.
 *
 * @param service the only writer of the roster
 * @param outbox what its peers are owed
 * @param presence its presence and subscriptions
 * @param looks what its peers say of themselves
 * @param notices what its administrators are told
 * @param desk when they are told of what peers do
 * @param replies what waits for an answer; somebody has to let it expire
 * @param pushes who follows the roster
 * @param trust answers trust questions
 * @param intake what the component's intake needs to know of it
 */
record LocalRoster(
        RosterService service,
        OutboxSender outbox,
        PresenceFeature presence,
        Looks looks,
        Notices notices,
        NoticeDesk desk,
        Replies replies,
        RosterPushes pushes,
        TrustHandler trust,
        Intake.Local intake) {

    private static final int REFRESHED = 100;

    /** A peer whose server was away for longer than that may not hear what was ended, until it says something itself. */
    private static final Duration LATELY = Duration.ofDays(7);

    /** Of what was ended, so much is said again. */
    private static final int ENDED = 1_000;

    /** How many requests of ours may wait for a reply; whoever asks keeps a bound of its own besides. */
    private static final int REPLIES = 20_000;

    /**
     * @param events reads what happened
     * @param door the component's way out
     * @param streamIsShort whether little waits to be written to the component's stream
     * @param background the component's thread for what need not be done at once
     */
    static LocalRoster of(
            LocalDomain domain,
            ComponentConfig config,
            LimitsConfig limits,
            RosterStore store,
            EventReader events,
            Door door,
            BooleanSupplier streamIsShort,
            ScheduledExecutorService background,
            RosterMetrics metrics) {
        SubscriptionRules rules = new SubscriptionRules(config.approveReverse(), limits.maxPending());
        PeerPresence heard = new PeerPresence();
        PeerStanzas stanzas = new PeerStanzas(domain);
        Replies replies = new Replies(REPLIES, System::nanoTime);
        RosterPushes pushes = new RosterPushes(
                domain, config::mayRead, jid -> config.admins().contains(jid.bare()), replies, store.changes(domain));
        Looks looks = Looks.of(domain, replies, door::offer, peer -> events.firstEvent(domain, peer));
        Commands commands = Commands.of(
                rules, config.reciprocate(), heard::of, (peer, max) -> events.history(domain, peer, max), looks);
        Jid adminAddress = domain.adminAddress(config.domain());
        Notices notices = new Notices(domain, adminAddress, commands, config.admins());
        NoticeDesk desk = new NoticeDesk(
                notices,
                looks,
                door::offer,
                System::nanoTime,
                (wait, task) -> background.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS));

        PeerGate gate = new PeerGate(config.domain(), stanzas::of, door::offer, streamIsShort, System::nanoTime);
        RosterService service =
                new RosterService(domain, store, gate, new Words(heard, desk, pushes), door::send, metrics);
        PresenceFeature presence = new PresenceFeature(
                domain,
                config,
                limits,
                rules,
                heard,
                stanzas,
                service::snapshot,
                gate,
                replies,
                () -> events.endedSince(domain, Instant.now().minus(LATELY), ENDED),
                pushes::told,
                background);
        OutboxSender outbox = new OutboxSender(
                domain, store.outbox(domain), gate, service::snapshot, stanzas::of, metrics, outboxThread(domain));

        CommandHandler commandHandler = commandHandler(commands, config);
        Stream.of(
                        Stream.of(gate.bound(), replies.bound(), desk.bound(), commandHandler.bound()),
                        looks.bounds().stream(),
                        pushes.fill().stream(),
                        presence
                                .bounds(() ->
                                        service.isLoaded() ? service.snapshot().pendingIn() : 0)
                                .stream())
                .flatMap(Function.identity())
                .forEach(metrics::bounded);

        Router.Builder router = new Router.Builder()
                .iq(IQ.Type.set, Namespaces.COMMANDS, "command", commandHandler)
                .replies((reply, roster) -> replied(reply, roster, replies, pushes, service))
                .message(AdminMessageHandler.at(
                        adminAddress,
                        domain,
                        commands,
                        config.admins(),
                        (roster, peer) -> Trust.verdict(roster, peer, config.trust(), heard::of)))
                .iq(IQ.Type.get, Namespaces.ROSTER, "query", new RosterGet(config::mayRead, pushes, service::snapshot))
                .iq(IQ.Type.set, Namespaces.ROSTER, "query", new RosterSet(rules, config.admins()))
                .iq(IQ.Type.get, Namespaces.PING, "ping", new PingHandler())
                .iq(IQ.Type.get, Namespaces.VERSION, "query", new VersionHandler("Server roster", Version.current()))
                .iq(IQ.Type.get, Namespaces.LAST_ACTIVITY, "query", uptimeHandler())
                .iq(IQ.Type.get, Namespaces.DISCO_ITEMS, "query", new DiscoItemsHandler(commands, config.admins()));
        presence.register(router);
        TrustHandler trust = new TrustHandler(
                config.trust(),
                config::mayRead,
                heard::of,
                domains -> metrics.asked(domains, isDatabaseAway(service, outbox)));
        trust.register(router);
        Set<String> features = router.features();
        features.add(Namespaces.DISCO_INFO);
        router.iq(
                IQ.Type.get,
                Namespaces.DISCO_INFO,
                "query",
                new DiscoInfoHandler(features, commands, config.admins(), config.contact()));

        return new LocalRoster(
                service,
                outbox,
                presence,
                looks,
                notices,
                desk,
                replies,
                pushes,
                trust,
                new Intake.Local(
                        domain, adminAddress, router.build(), service::snapshot, service::submit, presence::heard));
    }

    /** The stream is attached, and may be used for this domain. Any thread. */
    void attached() {
        // Before the greeting: what a peer is owed comes first where it can.
        outbox.attached();
        presence.attached();
        pushes.attached();
        // What was found out about those that wait, and those that approved, is not stored.
        lookAgain(SubscriptionState::pendingIn);
        lookAgain(SubscriptionState::to);
    }

    private void lookAgain(Predicate<SubscriptionState> at) {
        service.snapshot().items().stream()
                .filter(item -> at.test(item.state()) && looks.seen(item.peer()).isEmpty())
                .limit(REFRESHED)
                .forEach(item -> looks.look(item.peer(), Duration.ZERO));
    }

    /** Whoever last had to do with the database knows: the roster thread, or the outbox, which looks every 5 s. */
    private static boolean isDatabaseAway(RosterService service, OutboxSender outbox) {
        return outbox.isDatabaseAway() || !service.status().databaseReachable();
    }

    private static CommandHandler commandHandler(Commands commands, ComponentConfig config) {
        return new CommandHandler(commands, config.admins(), InstantSource.system(), new SecureRandom());
    }

    private static UptimeHandler uptimeHandler() {
        return new UptimeHandler(InstantSource.system(), InstantSource.system().instant());
    }

    /** The stream ended. */
    void detached() {
        outbox.detached();
        presence.detached();
        pushes.detached();
    }

    /** About once a second: gives up what is overdue, and goes on with what waited. */
    void tick() {
        replies.expire();
        pushes.work(service::snapshot).ifPresent(service::submit);
    }

    /** An answered push makes room for the next. */
    private static Outcome replied(
            Inbound<IQ> reply, Roster roster, Replies replies, RosterPushes pushes, RosterService service) {
        Outcome outcome = replies.handle(reply, roster);
        return pushes.work(service::snapshot).map(Outcome::change).orElse(outcome);
    }

    /** What comes after the end of the executor, as the end of the stream does, is nothing to it. */
    private static ScheduledExecutorService outboxThread(LocalDomain domain) {
        return new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, "outbox-" + domain);
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** On the outgoing thread: the administrators' stanzas and the readers'. */
    private record Words(PeerPresence heard, NoticeDesk desk, RosterPushes pushes) implements Render {

        @Override
        public List<Packet> committed(Decision decision, long version) {
            heard.settle(decision.after());
            List<Packet> packets = new ArrayList<>(desk.tell(decision));
            packets.addAll(pushes.committed(decision, version));
            return packets;
        }

        @Override
        public List<Packet> caughtUp(Collection<RosterItem> changed, Roster after) {
            changed.forEach(heard::settle);
            changed.forEach(desk::decidedElsewhere);
            return pushes.catchUp(after);
        }
    }
}
