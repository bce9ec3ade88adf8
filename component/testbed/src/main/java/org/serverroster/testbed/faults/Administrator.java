package org.serverroster.testbed.faults;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.serverroster.testbed.AdminClient;
import org.serverroster.testbed.Stanza;
import org.serverroster.testbed.faults.Ledger.Decision;
import org.serverroster.testbed.faults.Ledger.Outcome;
import org.w3c.dom.Element;

/**
 * A person at a client of their own who decides what the schedule says, one thing after the other, and writes down what
 * the answer was; logs in again whenever the server was away. A thread of its own; any other may hand in work.
 */
final class Administrator implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(8);
    private static final Duration NEXT_LOGIN = Duration.ofMillis(300);
    private static final Duration END = Duration.ofSeconds(40);
    private static final String COMMANDS = "http://jabber.org/protocol/commands";

    private final Site site;
    private final String resource;
    private final Ledger ledger;
    private final BlockingQueue<Work> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final Thread thread;
    private volatile boolean ending;
    private AdminClient client;

    private record Work(ItemKey item, Deed deed) {}

    Administrator(Site site, String resource, Ledger ledger) {
        this.site = site;
        this.resource = resource;
        this.ledger = ledger;
        this.thread = new Thread(this::work, "administrator " + resource + " of " + site.domain());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** To be decided after all that was handed in before. */
    void decide(ItemKey item, Deed deed) {
        unfinished.incrementAndGet();
        waiting.add(new Work(item, deed));
    }

    /** What was handed in and not yet begun is not decided any more. */
    void forgetTheRest() {
        while (waiting.poll() != null) {
            unfinished.decrementAndGet();
        }
    }

    /** Whether all that was handed in is decided, or forgotten. */
    boolean idle() {
        return unfinished.get() == 0;
    }

    @Override
    public void close() {
        ending = true;
        thread.interrupt();
        try {
            thread.join(END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        logOut();
    }

    private void work() {
        while (!ending) {
            try {
                Work next = waiting.poll(1, TimeUnit.SECONDS);
                if (next != null) {
                    try {
                        carryOut(next);
                    } finally {
                        unfinished.decrementAndGet();
                    }
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void carryOut(Work work) throws InterruptedException {
        while (!loggedIn()) {
            if (waiting.isEmpty() && unfinished.get() == 0) {
                return;
            }
            Thread.sleep(NEXT_LOGIN.toMillis());
        }
        int number = ledger.next();
        String tag = Decision.tag(number);
        Decision decision;
        try {
            client.received().clear();
            Stanza answer = ask(work, tag);
            decision = new Decision(number, work.item(), work.deed(), outcome(work.deed(), answer), said(answer));
        } catch (AssertionError none) {
            decision = new Decision(number, work.item(), work.deed(), Outcome.UNKNOWN, "no answer");
        }
        ledger.add(decision);
    }

    private Stanza ask(Work work, String tag) {
        client.sendRaw("<iq type='set' id='%s' to='%s'>%s</iq>"
                .formatted(
                        tag,
                        work.item().local(),
                        work.deed().command(work.item().peer(), tag)));
        return client.received()
                .await(
                        "answer to " + tag,
                        ANSWER,
                        stanza -> stanza.name().equals("iq")
                                && stanza.id().equals(tag)
                                && stanza.from().equals(work.item().local()));
    }

    private boolean loggedIn() {
        if (client != null && client.connected()) {
            return true;
        }
        logOut();
        try {
            client = site.logIn(resource);
            return true;
        } catch (AssertionError away) {
            return false;
        }
    }

    private void logOut() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    private static Outcome outcome(Deed deed, Stanza answer) {
        boolean completed = answer.find("command", COMMANDS)
                .filter(command -> command.getAttribute("status").equals("completed"))
                .isPresent();
        if (!answer.type().equals("result") || !completed) {
            return Outcome.UNKNOWN;
        }
        if (noteType(answer).equals("error")) {
            return Outcome.REFUSED;
        }
        String said = said(answer);
        boolean perhapsNothing = said.contains("Nothing to do")
                // Asking once more changes something only where the peer was not approved in advance before.
                || deed == Deed.SUBSCRIBE
                        && (said.contains("asked again") || said.contains("subscribed to") && said.contains("already"))
                // What was not more than a subscription of the peer's own stays as it was.
                || deed == Deed.REMOVE && !said.contains("is ended") && !said.contains("taken back")
                || deed == Deed.REVOKE
                        && !said.contains("is ended")
                        && !said.contains("taken back")
                        && !said.contains("is refused");
        return perhapsNothing ? Outcome.CONFIRMED : Outcome.DONE;
    }

    private static String noteType(Stanza answer) {
        return answer.find("note", COMMANDS)
                .map(note -> note.getAttribute("type"))
                .orElse("");
    }

    private static String said(Stanza answer) {
        return answer.type().equals("error")
                ? "error " + answer.errorCondition()
                : answer.find("note", COMMANDS).map(Element::getTextContent).orElse("no note");
    }
}
