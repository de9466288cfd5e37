package io.tallyman.store;

import io.tallyman.rollup.RollupId;
import java.time.Instant;

/**
 * A version of a rollup as the database knows it.
 *
 * @param id which rollup and version
 * @param source the source that feeds it
 * @param topic that source's topic
 * @param table the name of its table
 * @param definition the canonical definition, JSON
 * @param state what it is to its readers
 * @param createdAt when it was registered
 */
public record RegisteredRollup(
    RollupId id,
    String source,
    String topic,
    String table,
    String definition,
    RollupState state,
    Instant createdAt) {}
