package org.serverroster.testbed.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.serverroster.testbed.Await;

/**
 * What crosses the streams of all components of the demo, told as it is seen. A stanza between two of them is in both
 * their logs; it is told when it came, for then it did cross. One thread.
 */
final class Wire {

    private final List<WireLog> logs;
    private final Map<String, String> serverOfComponent;
    private final Set<String> rosters;
    private final Narrator narrator;

    /** @param rosters the domains that they speak for: each its own, or its server's */
    Wire(List<WireLog> logs, Map<String, String> serverOfComponent, Set<String> rosters, Narrator narrator) {
        this.logs = List.copyOf(logs);
        this.serverOfComponent = Map.copyOf(serverOfComponent);
        this.rosters = Set.copyOf(rosters);
        this.narrator = narrator;
    }

    /**
     * A stanza that the story cannot go on without.
     *
     * @param what it, in words, for whoever waits in vain
     */
    record Expected(String what, Predicate<Crossing> fits) {}

    /** Tells what crosses until all of the expected stanzas have, in whatever order. */
    void await(Duration limit, List<Expected> expected) {
        List<Expected> missing = new ArrayList<>(expected);
        Await.until(
                limit,
                () -> {
                    for (Crossing crossing : tell()) {
                        missing.removeIf(each -> each.fits().test(crossing));
                    }
                    return missing.isEmpty();
                },
                () -> missing.stream().map(Expected::what).collect(Collectors.joining(", and ", "missing ", "")));
    }

    /** Tells what crossed since the last call; returns it, in the order of time. */
    List<Crossing> tell() {
        List<Crossing> told = logs.stream()
                .flatMap(log -> log.read().stream())
                .filter(this::isOfTheStory)
                .sorted(Comparator.comparing(Crossing::time))
                .toList();
        told.forEach(narrator::stanza);
        return told;
    }

    private boolean isOfTheStory(Crossing crossing) {
        String to = crossing.stanza().to();
        // What else than presence comes to a server's own domain it answers by itself.
        boolean alsoSeenWhereItArrives = crossing.sent()
                && (serverOfComponent.containsKey(to)
                        || rosters.contains(to) && crossing.stanza().name().equals("presence"));
        String server = serverOfComponent.getOrDefault(crossing.component(), "");
        return !alsoSeenWhereItArrives && !crossing.isHousekeeping(server);
    }
}
