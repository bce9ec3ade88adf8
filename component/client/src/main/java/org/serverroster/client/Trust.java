package org.serverroster.client;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a server roster answers about one domain, when it was asked. Immutable.
 *
 * @param jid the domain that was judged, in normal form ({@link Domains})
 * @param trusted the verdict, by the service's own {@code trust.requires}; all else here only explains it
 * @param subscription empty: the roster knows nothing of this peer
 * @param available whether the peer is there; empty: not known
 * @param since since when it is trusted, in UTC, to the second or finer; there exactly if it is trusted
 * @param blocked whether administrators have its requests ignored; a blocked peer is never trusted
 */
public record Trust(
        String jid,
        boolean trusted,
        Optional<Subscription> subscription,
        Optional<Boolean> available,
        Optional<Instant> since,
        boolean blocked) {

    /** The namespace of questions and answers. */
    public static final String NAMESPACE = "urn:x-server-roster:trust:1";

    /** How many domains one stanza may ask about. */
    public static final int MAX_DOMAINS = 1_000;

    /**
     * One whose parts agree.
     *
     * @param jid as {@link #jid()} has it
     * @param trusted as {@link #trusted()} has it
     * @param subscription as {@link #subscription()} has it
     * @param available as {@link #available()} has it
     * @param since as {@link #since()} has it
     * @param blocked as {@link #blocked()} has it
     * @throws IllegalArgumentException if they contradict one another, or {@code jid} is not in normal form
     */
    public Trust {
        if (!Domains.of(jid).equals(jid)) {
            throw new IllegalArgumentException("jid is not a domain in normal form");
        }
        if (trusted && blocked) {
            throw new IllegalArgumentException("both trusted and blocked");
        }
        if (trusted && (subscription.isEmpty() || subscription.get() == Subscription.NONE)) {
            throw new IllegalArgumentException("trusted without a subscription");
        }
        if (trusted != since.isPresent()) {
            throw new IllegalArgumentException("since has to be there exactly if it is trusted");
        }
    }

    /**
     * {@return what an answer's {@code <trust/>} says}
     *
     * @param attributes the value of each attribute, by name; null for one that is absent
     * @throws MalformedAnswerException if it is none
     */
    public static Trust ofAttributes(UnaryOperator<String> attributes) throws MalformedAnswerException {
        String jid = attributes.apply("jid");
        if (jid == null || attributes.apply("trusted") == null) {
            throw new MalformedAnswerException("<trust/> without jid or without trusted");
        }
        try {
            return new Trust(
                    Domains.of(jid),
                    isTrue("trusted", attributes.apply("trusted")),
                    Optional.ofNullable(attributes.apply("subscription")).map(Trust::subscription),
                    Optional.ofNullable(attributes.apply("available")).map(text -> isTrue("available", text)),
                    Optional.ofNullable(attributes.apply("since")).map(Trust::dateTime),
                    Optional.ofNullable(attributes.apply("blocked"))
                            .map(text -> isTrue("blocked", text))
                            .orElse(false));
        } catch (IllegalArgumentException e) {
            throw new MalformedAnswerException("<trust/> with " + e.getMessage());
        }
    }

    /** {@return the attributes of the {@code <trust/>} that says this, in the protocol's order} */
    public Map<String, String> attributes() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("jid", jid);
        all.put("trusted", Boolean.toString(trusted));
        subscription.ifPresent(value -> all.put("subscription", value.wireName()));
        available.ifPresent(value -> all.put("available", value.toString()));
        since.ifPresent(value -> all.put("since", value.toString()));
        if (blocked) {
            all.put("blocked", "true");
        }
        return all;
    }

    private static Subscription subscription(String text) {
        return Subscription.ofWireName(text).orElseThrow(() -> new IllegalArgumentException("an unknown subscription"));
    }

    /** XML Schema's boolean. */
    private static boolean isTrue(String name, String text) {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException(name + " that is neither true nor false");
        };
    }

    /** XEP-0082 section 3.2. */
    private static Instant dateTime(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("since that is no time in UTC", e);
        }
    }
}
