/**
 * The demonstration behind {@code bin/demo}: real brokers, a real database and the service as child
 * processes, a generator of marketplace events that keeps its own tally, a live table, and the
 * closing balance between the two. The tally promises to be independent: it reads {@code
 * config.yml} and decodes events by itself and shares no code with the service that it checks.
 */
@NullMarked
package io.tallyman.demo;

import org.jspecify.annotations.NullMarked;
