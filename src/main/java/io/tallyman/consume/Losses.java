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
   * @return null where the view knows nothing of it, or is older than what happened
   */
  static @Nullable Verdict outOfRange(
      SourcePartition partition, long position, Optional<TopicView> view) {
    TopicView.Log log = view.map(seen -> seen.log(partition.number())).orElse(null);
    if (log == null) {
      return null;
    }
    UUID topicId = view.orElseThrow().topicId();
    if (position < log.start()) {
      OffsetRange lost = new OffsetRange(position, log.start());
      String detail =
          "Kafka deleted offsets " + lost + " of " + partition + " before they were counted";
      return new Verdict(
          new Loss(partition, topicId, lost, Loss.Kind.RETENTION, detail + STANDS), position);
    } else if (position > log.end()) {
      OffsetRange lost = new OffsetRange(log.end(), position);
      String detail =
          "Kafka's log of "
              + partition
              + " was truncated: it ends at "
              + log.end()
              + ", but offsets up to "
              + position
              + " were counted";
      return new Verdict(
          new Loss(partition, topicId, lost, Loss.Kind.TRUNCATION, detail + STANDS), position);
    }
    return null;
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
