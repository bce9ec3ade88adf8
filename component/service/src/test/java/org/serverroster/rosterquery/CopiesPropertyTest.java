package org.serverroster.rosterquery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.dom4j.Element;

/** Readers that apply what they are answered and pushed, whatever happens to them, the stream and the database. */
class CopiesPropertyTest {

    /** So small that every bound is met. */
    private static final Bounds SMALL = new Bounds(3, 100_000, 6, 10, 10, 2, 2, Duration.ofSeconds(30));

    private static final List<String> READERS =
            List.of("incidents.montague.lit", "bot@incidents.montague.lit/one", "admin@montague.lit/desk");

    enum What {
        SUBSCRIBE,
        APPROVE,
        REQUESTED,
        LEFT,
        BLOCK,
        UNBLOCK,
        NAME,
        UNNAME,
        REMOVE,
        AVAILABLE,
        UNAVAILABLE,
        ASK_AS_NEW,
        ASK_WITH_OWN_VERSION,
        ASK_WITHOUT_VERSION,
        ASK_WITH_FOREIGN_VERSION,
        TAKE,
        TAKE_ALL,
        REFUSE,
        CRASH,
        DETACH,
        ATTACH,
        SECOND,
        HALF_A_MINUTE,
        DATABASE_AWAY,
        DATABASE_BACK,
        HOLD,
        LET_GO
    }

    record Step(What what, int reader, String peer) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(What.class),
                        Arbitraries.integers().between(0, READERS.size() - 1),
                        Arbitraries.of("a.lit", "b.lit", "c.lit", "d.lit", "e.lit", "é.lit"))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(80);
    }

    /** What the service does with its readers, and what is known of who follows. */
    private static final class Play {

        private final Desk desk = new Desk(SMALL);
        private final Map<String, Copy> copies = new HashMap<>();
        private final Map<String, Boolean> available = new HashMap<>();
        /** The id of the last request, if it was made while available and counts still. */
        private final Map<String, String> asked = new HashMap<>();

        private final Map<String, Boolean> follows = new HashMap<>();
        private int names;
        private int asks;

        Play() {
            READERS.forEach(reader -> copies.put(reader, new Copy()));
            READERS.forEach(reader -> available.put(reader, false));
            READERS.forEach(reader -> follows.put(reader, false));
        }

        void make(Step step) {
            String reader = READERS.get(step.reader());
            Copy copy = copies.get(reader);
            String peer = step.peer();
            switch (step.what()) {
                case SUBSCRIBE -> desk.subscribe(peer);
                case APPROVE -> desk.approve(peer);
                case REQUESTED -> desk.requested(peer);
                case LEFT -> desk.change(peer, (all, item, at) -> desk.rules.unsubscribed(item, "", at));
                case BLOCK -> desk.change(peer, (all, item, at) -> desk.rules.block(item, Desk.ADMIN, true, "", at));
                case UNBLOCK -> desk.change(peer, (all, item, at) -> desk.rules.unblock(item, Desk.ADMIN, at));
                case NAME -> desk.name(peer, "name " + names++);
                case UNNAME -> desk.name(peer, "");
                case REMOVE -> desk.remove(peer);
                case AVAILABLE -> {
                    send("<presence from='%s' to='buddies.montague.lit'/>".formatted(reader));
                    available.put(reader, true);
                }
                case UNAVAILABLE -> {
                    send("<presence type='unavailable' from='%s' to='buddies.montague.lit'/>".formatted(reader));
                    available.put(reader, false);
                    asked.put(reader, "");
                    follows.put(reader, false);
                }
                case ASK_AS_NEW -> {
                    copy.reconnect();
                    copy.forgetAll();
                    ask(reader, "");
                }
                case ASK_WITH_OWN_VERSION -> ask(reader, copy.ver());
                case ASK_WITHOUT_VERSION -> ask(reader, null);
                case ASK_WITH_FOREIGN_VERSION -> ask(reader, "9999999999999999999");
                case TAKE -> take(reader, 1, "result");
                case TAKE_ALL -> take(reader, Integer.MAX_VALUE, "result");
                case REFUSE -> take(reader, 1, "error");
                case CRASH -> {
                    copy.reconnect();
                    asked.put(reader, "");
                    follows.put(reader, false);
                }
                case DETACH -> desk.detach();
                case ATTACH -> desk.attach();
                case SECOND -> desk.passes(Duration.ofSeconds(1));
                case HALF_A_MINUTE -> {
                    desk.passes(Duration.ofSeconds(30));
                    READERS.forEach(each -> follows.put(each, false));
                    READERS.forEach(each -> asked.put(each, ""));
                    READERS.forEach(each -> available.put(each, false));
                }
                case DATABASE_AWAY -> desk.databaseIsAway(true);
                case DATABASE_BACK -> desk.databaseIsAway(false);
                case HOLD -> desk.holdChanges();
                case LET_GO -> desk.letGo();
            }
            deliver();
        }

        private void ask(String reader, String ver) {
            String id = "ask-" + asks++;
            follows.put(reader, false);
            asked.put(reader, available.get(reader) ? id : "");
            copies.get(reader).asked(id);
            send(Desk.get(id, reader, ver));
        }

        private void send(String xml) {
            // What was pushed meanwhile stays on its way.
            deliver();
            desk.receive(xml);
            deliver();
        }

        private void deliver() {
            desk.sent.forEach(
                    stanza -> copies.get(stanza.attributeValue("to")).inbox.add(stanza));
            desk.sent.clear();
        }

        private void take(String reader, int most, String type) {
            Copy copy = copies.get(reader);
            for (int taken = 0; taken < most && !copy.inbox.isEmpty(); taken++) {
                Element stanza = copy.inbox.remove();
                if (copy.take(stanza)) {
                    if (type.equals("error")) {
                        follows.put(reader, false);
                        asked.put(reader, "");
                        available.put(reader, false);
                    }
                    deliver();
                    desk.answer(stanza, type);
                    deliver();
                } else if (stanza.attributeValue("id").equals(asked.get(reader))) {
                    follows.put(reader, stanza.attributeValue("type").equals("result"));
                }
            }
        }

        /** Nothing goes wrong any more, and everything on its way arrives. */
        void flow() {
            desk.letGo();
            desk.databaseIsAway(false);
            desk.attach();
            deliver();
            boolean quiet = false;
            while (!quiet) {
                desk.passes(Duration.ofSeconds(1));
                deliver();
                quiet = copies.values().stream().allMatch(copy -> copy.inbox.isEmpty());
                READERS.forEach(reader -> take(reader, Integer.MAX_VALUE, "result"));
            }
        }
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED)
    @Label("a reader that gets with any ver it may have, and applies the pushes, ends with the service's roster")
    void askingAgainMakesTheCopyRight(@ForAll("steps") List<Step> steps, @ForAll boolean asAvailable) {
        Play play = new Play();
        steps.forEach(play::make);
        play.flow();

        for (String reader : READERS) {
            play.make(new Step(asAvailable ? What.AVAILABLE : What.UNAVAILABLE, READERS.indexOf(reader), "a.lit"));
            play.make(new Step(What.ASK_WITH_OWN_VERSION, READERS.indexOf(reader), "a.lit"));
        }
        play.flow();

        play.copies.forEach(
                (reader, copy) -> assertThat(copy.items()).as(reader).isEqualTo(Copy.of(play.desk.roster())));
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED)
    @Label("a reader that follows, and never was unavailable, refused a push or let one wait, has the service's roster")
    void followingKeepsTheCopyRight(@ForAll("steps") List<Step> steps) {
        Play play = new Play();
        steps.forEach(play::make);
        play.flow();

        play.copies.forEach((reader, copy) -> {
            if (play.follows.get(reader)) {
                assertThat(copy.items()).as(reader).isEqualTo(Copy.of(play.desk.roster()));
            }
        });
    }
}
