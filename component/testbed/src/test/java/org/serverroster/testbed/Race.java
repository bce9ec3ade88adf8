package org.serverroster.testbed;

import java.time.Duration;

final class Race {
    static Stanza first(Inbox<Stanza> one, Inbox<Stanza> two) {
        Await.until(
                Duration.ofSeconds(90),
                () -> !one.contents().isEmpty() || !two.contents().isEmpty(),
                () -> "nothing at all");
        return (two.contents().isEmpty() ? one : two).next(Duration.ofSeconds(1));
    }
}
