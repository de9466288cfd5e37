package io.tallyman.consume;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Loss;
import java.util.Optional;
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
   * The position is outside of the log.
   *
   * @param topicId the topic that the position belongs to
   * @return null where the view knows nothing of that topic's log, or is older than what happened
   */
  static @Nullable Verdict outOfRange(
      SourcePartition partition, UUID topicId, long position, Optional<TopicView> view) {
    TopicView.Log log =
        view.filter(seen -> seen.topicId().equals(topicId))
            .map(seen -> seen.log(partition.number()))
            .orElse(null);
    if (log == null) {
      return null;
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
  static Verdict truncated(
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

  /** The topic is another one than that which the position belongs to. */
  static Verdict recreated(SourcePartition partition, UUID topicId, Claim.OtherTopic other) {
    OffsetRange place = new OffsetRange(other.nextOffset(), other.nextOffset());
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
            + other.nextOffset()
            + " of the old one";
    return new Verdict(
        new Loss(partition, other.storedTopicId(), place, Loss.Kind.RECREATED, detail + STANDS),
        other.nextOffset());
  }
}
