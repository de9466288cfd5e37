package io.tallyman.store;

import io.tallyman.rollup.Loss;
import java.time.Instant;

/**
 * A loss that was written down and that no operator has settled.
 *
 * @param loss what was lost
 * @param recordedAt when it was noticed first
 */
public record StoredLoss(Loss loss, Instant recordedAt) {}
