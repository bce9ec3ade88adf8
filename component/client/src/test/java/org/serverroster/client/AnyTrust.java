package org.serverroster.client;

import java.text.Normalizer;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Every answer that a server roster can give. */
public final class AnyTrust {

    private AnyTrust() {}

    public static Arbitrary<Trust> trust() {
        Arbitrary<String> domain = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("0189üé東")
                .ofMinLength(1)
                .ofMaxLength(12)
                .map(label -> Normalizer.normalize(label, Normalizer.Form.NFC) + ".lit");
        Arbitrary<Optional<Subscription>> subscription =
                Arbitraries.of(Subscription.class).optional();
        Arbitrary<Optional<Boolean>> available = Arbitraries.of(true, false).optional();
        Arbitrary<Instant> since =
                Arbitraries.longs().between(0, 4_102_444_800L).map(Instant::ofEpochSecond);
        return Combinators.combine(
                        domain,
                        subscription,
                        available,
                        since,
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as((jid, subscribed, there, time, trusted, blocked) -> {
                    boolean mayBe =
                            subscribed.filter(each -> each != Subscription.NONE).isPresent();
                    boolean is = trusted && mayBe;
                    return new Trust(
                            jid, is, subscribed, there, is ? Optional.of(time) : Optional.empty(), blocked && !is);
                });
    }
}
