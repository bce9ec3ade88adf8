package org.serverroster.client.smack;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jivesoftware.smack.packet.ErrorIQ;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.packet.StanzaError;
import org.serverroster.client.MalformedAnswerException;

/**
 * What was asked about a {@link RosterCopy}, what came back, and so how old the copy is. It sends nothing and knows no
 * connection: {@link RosterFollower} brings what came, from the service alone, and sends what is due. Any thread; guarded
 * by its own lock, under which nothing waits.
 */
final class RosterSync {

    /** A roster that comes as pushes has stalled when none came for that long; the service waits as long for an answer. */
    private static final Duration STALLED = Duration.ofSeconds(30);

    private static final int RETRIES_PER_CONFIRM = 6;

    private final Duration confirm;
    private final BooleanSupplier loggedIn;
    private final LongSupplier clock;
    private final RosterCopy copy = new RosterCopy();

    private boolean closed;
    private boolean whole;
    private boolean confirmed;

    /** When the question was sent that the copy answers. All times are the clock's, in nanoseconds. */
    private long confirmedAt;

    private Question asked;
    private long askAt;
    private long lastHeard;

    /** What was answered with "nothing but what I push now": true once it is answered so again, with no push between. */
    private Question unsettled;

    /** Whether a large roster comes item by item; it is then as it was when the question was sent. */
    private boolean inPushes;

    private long fillingSince;
    private String problem = "it has not logged in yet";

    /** @param ver the version that the copy had; empty: everything was asked for */
    private record Question(String id, String ver, long sentAt) {}

    /**
     * @param confirm how often the service is asked whether the copy is current
     * @param loggedIn whether the connection is logged in now: Smack does not tell of every end
     * @param clock as {@link System#nanoTime()}
     */
    RosterSync(Duration confirm, BooleanSupplier loggedIn, LongSupplier clock) {
        this.confirm = confirm;
        this.loggedIn = loggedIn;
        this.clock = clock;
    }

    RosterCopy copy() {
        return copy;
    }

    synchronized Optional<Duration> age() {
        return confirmed ? Optional.of(Duration.ofNanos(clock.getAsLong() - confirmedAt)) : Optional.empty();
    }

    synchronized boolean isCurrent() {
        return !closed && whole && loggedIn.getAsBoolean() && isWithin(confirm.multipliedBy(2), confirmedAt);
    }

    synchronized Optional<String> problem() {
        if (isCurrent()) {
            return Optional.empty();
        }
        if (!problem.isEmpty()) {
            return Optional.of(problem);
        }
        return Optional.of(
                loggedIn.getAsBoolean()
                        ? "the service has not confirmed it for long"
                        : "the connection is not logged in");
    }

    /**
     * The connection came or went: what the service holds of this reader is not known any more. It begins with the whole
     * roster then, whose answer alone says that it is whole.
     *
     * @param why it is not current until the next answer, in words
     */
    synchronized void startAnew(String why) {
        if (closed) {
            return;
        }
        problem = why;
        forgetAnswers();
        askAt = clock.getAsLong();
    }

    private void forgetAnswers() {
        whole = false;
        inPushes = false;
        asked = null;
        unsettled = null;
        copy.awaitAll();
    }

    /** @return false: it was closed before */
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        problem = "it was closed";
        return first;
    }

    /**
     * The question that has to be sent now, to the service; empty: none.
     *
     * @param patience how long an answer is waited for
     */
    synchronized Optional<RosterIQ> due(Duration patience) {
        if (closed || !loggedIn.getAsBoolean() || !isDue(patience)) {
            return Optional.empty();
        }
        if (inPushes) {
            forgetAnswers();
        }
        String ver = whole ? copy.ver() : "";
        RosterIQ question = RosterIQ.get(ver);
        askLater();
        asked = new Question(question.getStanzaId(), ver, clock.getAsLong());
        return Optional.of(question);
    }

    private boolean isDue(Duration patience) {
        if (asked != null) {
            if (isWithin(patience, asked.sentAt())) {
                return false;
            }
            asked = null;
            unsettled = null;
            problem = "the service does not answer";
        }
        if (inPushes) {
            return !isWithin(STALLED, lastHeard);
        }
        return clock.getAsLong() - askAt >= 0;
    }

    /** Not at once: what fails once may fail always. */
    private void askLater() {
        askAt = clock.getAsLong() + confirm.dividedBy(RETRIES_PER_CONFIRM).toNanos();
    }

    private boolean isWithin(Duration limit, long since) {
        return clock.getAsLong() - since < limit.toNanos();
    }

    /** The question could not be sent. */
    synchronized void unsent(RosterIQ question, String why) {
        // After a login meanwhile it is not this one that is waited for.
        if (asked != null && asked.id().equals(question.getStanzaId())) {
            forgetAnswers();
            problem = why;
        }
    }

    /** Whether a stanza of the service answers the question that is open. */
    synchronized boolean isAwaited(Stanza stanza) {
        return stanza instanceof IQ iq
                && !iq.isRequestIQ()
                && asked != null
                && asked.id().equals(stanza.getStanzaId());
    }

    /** @return whether the next question is due at once */
    synchronized boolean replied(Stanza stanza) {
        // The filter ran on another thread, and the question may have been given up since.
        if (closed || !isAwaited(stanza)) {
            return false;
        }
        Question question = asked;
        Question before = unsettled;
        asked = null;
        unsettled = null;
        lastHeard = clock.getAsLong();
        if (stanza instanceof ErrorIQ error) {
            refused(error.getError());
            return false;
        }
        try {
            if (((IQ) stanza).getChildElementQName() != null) {
                copy.replace(RosterIQ.of((IQ) stanza));
                confirm(question.sentAt());
            } else if (question.ver().isEmpty()) {
                fill(question.sentAt());
            } else {
                return unchanged(question, before);
            }
        } catch (MalformedAnswerException e) {
            malformed("answer", e);
        }
        return false;
    }

    /**
     * "A result without query, followed by a push for each change since": as soon as the same comes again and no push
     * came between, there was none to come at the first one. With one between, it is asked about later.
     */
    private boolean unchanged(Question question, Question before) {
        if (before == null) {
            unsettled = question;
            askAt = clock.getAsLong();
            return true;
        }
        if (before.ver().equals(question.ver()) && copy.ver().equals(question.ver())) {
            confirm(before.sentAt());
        } else {
            askLater();
        }
        return false;
    }

    private void fill(long sentAt) {
        inPushes = true;
        copy.fill();
        fillingSince = sentAt;
        problem = "the roster is on its way, item by item";
    }

    /** @param sentAt when the question was sent that the copy answers now */
    private void confirm(long sentAt) {
        whole = true;
        inPushes = false;
        confirmed = true;
        confirmedAt = sentAt;
        askAt = sentAt + confirm.toNanos();
        problem = "";
    }

    private void refused(StanzaError error) {
        forgetAnswers();
        problem = "the service refuses: " + error.getCondition()
                + (error.getDescriptiveText() == null ? "" : ", " + error.getDescriptiveText());
    }

    private void malformed(String what, MalformedAnswerException fault) {
        forgetAnswers();
        askLater();
        problem = "the service's " + what + " is malformed: " + fault.getMessage();
    }

    /** Takes a push; returns what is wrong with it, or empty. */
    synchronized Optional<String> pushed(IQ push) {
        if (closed) {
            return Optional.empty();
        }
        lastHeard = clock.getAsLong();
        try {
            copy.push(RosterIQ.of(push));
        } catch (MalformedAnswerException e) {
            malformed("push", e);
            return Optional.of(e.getMessage());
        }
        if (inPushes && !copy.ver().isEmpty()) {
            confirm(fillingSince);
        }
        return Optional.empty();
    }
}
