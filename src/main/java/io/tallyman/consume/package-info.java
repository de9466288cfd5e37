/**
 * Bytes come in, batches go out: the poll loop of a lane, who owns which partition, toggles,
 * back-pressure, and the one writer that carries batches to the store. Polling never waits for the
 * store. Kafka's consumer is known here only.
 */
@NullMarked
package io.tallyman.consume;

import org.jspecify.annotations.NullMarked;
