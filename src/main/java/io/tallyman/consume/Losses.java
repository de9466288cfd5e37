package io.tallyman.consume;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Loss;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells what was lost where a position points to no record that Kafka still has. */
final class Losses {

  /**
   * What was lost.
   *
   * @param loss as it is written down
   * @param position where the partition stands
   */
  record Verdict(Loss loss, long position) {}

  private static final String STANDS = "; the partition stands still until an operator decides";

  private Losses() {}

  /**
   * What a position has lost at which Kafka has nothing.
   *
   * @param topicId the topic that the position belongs to
   * @param divergence the offset from which on the log is another one, where Kafka tells
   * @param log the topic's log of this partition, as it was seen after that
   * @return null where nothing is lost
   */
  static @Nullable Verdict of(
      SourcePartition partition,
      UUID topicId,
      long position,
      OptionalLong divergence,
      TopicView.Log log) {
    if (divergence.isPresent()) {
      return truncated(partition, topicId, divergence.getAsLong(), position);
    } else if (position < log.start()) {
      OffsetRange lost = new OffsetRange(position, log.start());
      String detail =
          "Kafka deleted offsets " + lost + " of " + partition + " before they were counted";
      return new Verdict(
          new Loss(partition, topicId, lost, Loss.Kind.RETENTION, detail + STANDS), position);
    }
    return position > log.end() ? truncated(partition, topicId, log.end(), position) : null;
  }

  /** The log is another one from some offset on: what was counted from there is gone. */
  private static Verdict truncated(
      SourcePartition partition, UUID topicId, long divergence, long position) {
    OffsetRange lost = new OffsetRange(Math.min(divergence, position), position);
    String detail =
        "Kafka's log of "
            + partition
            + " was truncated: offsets "
            + lost
            + " were counted, and aren't the same any more";
    return new Verdict(
        new Loss(partition, topicId, lost, Loss.Kind.TRUNCATION, detail + STANDS), position);
  }

  /**
   * The topic is another one than that which the position belongs to.
   *
   * @param end where the old one ended when this process saw it last; what is between is lost
   */
  static Verdict recreated(
      SourcePartition partition, UUID topicId, Claim.OtherTopic other, OptionalLong end) {
    long next = other.nextOffset();
    OffsetRange lost = new OffsetRange(next, Math.max(next, end.orElse(next)));
    String detail =
        "topic '"
            + partition.topic()
            + "' was deleted and made anew (its id was "
            + other.storedTopicId()
            + ", is "
            + topicId
            + "); "
            + partition
            + " stood at offset "
            + next
            + " of the old one, "
            + (end.isPresent()
                ? "which was seen to go on to " + lost.next()
                : "and how far that went isn't known");
    return new Verdict(
        new Loss(partition, other.storedTopicId(), lost, Loss.Kind.RECREATED, detail + STANDS),
        next);
  }
}
