package org.serverroster.stream;

import java.time.Instant;
import java.util.Optional;

/**
 * How a stream is. Immutable: any thread.
 *
 * @param attached whether stanzas can cross
 * @param since when {@code attached} last changed
 * @param fault why the stream was last not attached, in words for an operator; stays after it is well again
 */
public record StreamStatus(boolean attached, Instant since, Optional<StreamEnd> fault) {}
