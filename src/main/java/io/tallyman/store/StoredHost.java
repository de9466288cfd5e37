package io.tallyman.store;

import java.time.Duration;
import java.time.Instant;

/**
 * A host, as it was heard of last.
 *
 * @param note what it said
 * @param seen when, by the database's clock
 * @param silent how long ago that is, by the database's clock, in whole seconds
 */
public record StoredHost(HostNote note, Instant seen, Duration silent) {}
