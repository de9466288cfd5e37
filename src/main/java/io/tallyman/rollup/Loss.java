package io.tallyman.rollup;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import java.util.Locale;
import java.util.UUID;

/**
 * Offsets of a partition that were not counted: Kafka no longer has them, or an operator left them
 * out.
 *
 * @param partition which partition
 * @param topicId the topic that the offsets belonged to
 * @param range the offsets as far as they are known; empty where only the place is known
 * @param kind how they were lost
 * @param detail one sentence for the operator
 */
public record Loss(
    SourcePartition partition, UUID topicId, OffsetRange range, Kind kind, String detail) {

  /** How offsets are lost. */
  public enum Kind {
    /** The position is before the log's start: retention or deletion overtook it. */
    RETENTION,
    /** The position is beyond the log's end, or the log diverged before it: it was truncated. */
    TRUNCATION,
    /** The topic was deleted and made anew. */
    RECREATED,
    /** An operator moved the position past them. */
    SKIPPED;

    /** The kind in lower case, as the database and the operator see it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
