package org.serverroster.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;

/**
 * One look at one peer: its features and contacts, its software, and if it does not announce server presence, which of its
 * components does. Finds come on any thread; what has been found when the time is over is what counts.
 */
final class Look {

    /** For the whole of it. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MAX_ITEMS = 100;
    private static final int MAX_COMPONENTS = 16;

    private final LocalDomain local;
    private final PeerDomain peer;
    private final Asker asker;
    private volatile boolean unreachable;
    private volatile Optional<DiscoInfo> info = Optional.empty();
    private volatile Optional<PeerDomain> announcer = Optional.empty();
    private volatile String software = "";
    private volatile Optional<Instant> since = Optional.empty();

    Look(LocalDomain local, PeerDomain peer, Asker asker) {
        this.local = local;
        this.peer = peer;
        this.asker = asker;
    }

    /**
     * Begins.
     *
     * @param first when the peer was first heard of; may end in an exception
     * @return ends in bounded time, and never in an exception
     */
    CompletableFuture<Evidence> begin(CompletableFuture<Optional<Instant>> first) {
        CompletableFuture<Void> features = ask(peer, Namespaces.DISCO_INFO).thenCompose(this::described);
        CompletableFuture<Void> version =
                ask(peer, Namespaces.VERSION).thenAccept(query -> query.ifPresent(this::versioned));
        CompletableFuture<Void> known = first.thenAccept(at -> since = at);
        return CompletableFuture.allOf(features, version, known)
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((nothing, late) -> found());
    }

    private Evidence found() {
        return new Evidence(
                info.isPresent(),
                unreachable && info.isEmpty(),
                info.map(DiscoInfo::announces).orElse(false),
                announcer,
                software,
                info.map(DiscoInfo::contacts).orElse(List.of()),
                since);
    }

    private CompletableFuture<Void> described(Optional<Element> query) {
        info = query.map(DiscoInfo::read);
        // Who does not answer for itself is not asked for its components: nothing is known to be there.
        return info.filter(found -> !found.announces()).isPresent()
                ? ask(peer, Namespaces.DISCO_ITEMS).thenCompose(this::listed)
                : CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> listed(Optional<Element> query) {
        return CompletableFuture.allOf(query.stream()
                .flatMap(this::components)
                .map(component -> ask(component, Namespaces.DISCO_INFO)
                        .thenAccept(answer -> answer.map(DiscoInfo::read)
                                .filter(DiscoInfo::announces)
                                .ifPresent(found -> announced(component))))
                .toArray(CompletableFuture[]::new));
    }

    /** By name, so that of several always the same is named, whichever answers first. */
    private synchronized void announced(PeerDomain component) {
        announcer = announcer.filter(found -> found.compareTo(component) < 0).or(() -> Optional.of(component));
    }

    /** Those below the peer's own name alone, but not ourselves: else a peer could have us ask whomever it likes. */
    private Stream<PeerDomain> components(Element query) {
        return query.elements(QName.get("item", Namespaces.DISCO_ITEMS)).stream()
                .filter(item -> item.attributeValue("node") == null)
                .limit(MAX_ITEMS)
                .flatMap(item -> parsed(item.attributeValue("jid")))
                .filter(component -> component.toString().endsWith("." + peer)
                        && !component.name().equals(local.name()))
                .distinct()
                .limit(MAX_COMPONENTS);
    }

    private static Stream<PeerDomain> parsed(String jid) {
        try {
            return Stream.of(PeerDomain.parse(jid));
        } catch (MalformedJidException e) {
            return Stream.empty();
        }
    }

    private void versioned(Element query) {
        String name = text(query, "name");
        String version = text(query, "version");
        software = Evidence.cut(name.isEmpty() || version.isEmpty() ? name : name + " " + version);
    }

    private static String text(Element query, String child) {
        String text = query.elementText(QName.get(child, Namespaces.VERSION));
        return text == null ? "" : text.strip();
    }

    private CompletableFuture<Optional<Element>> ask(PeerDomain entity, String namespace) {
        Element question = DocumentHelper.createElement(QName.get("query", namespace));
        return asker.ask(entity.jid(), question).thenApply(answer -> {
            if (answer.unreachable() && entity.equals(peer)) {
                unreachable = true;
            }
            return answer.payload().filter(query -> query.getQName().equals(question.getQName()));
        });
    }
}
