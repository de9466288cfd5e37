package io.tallyman.consume;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A topic as the brokers described it at one moment.
 *
 * @param topicId the topic's id; a topic that was deleted and made anew has another one
 * @param partitions how many partitions it has
 * @param logs where each partition's log begins and ends; partitions without a leader are missing
 * @param askedAt the moment just before the brokers were asked
 * @param askedAtNanos the same on the monotonic clock
 */
public record TopicView(
    UUID topicId, int partitions, Map<Integer, Log> logs, Instant askedAt, long askedAtNanos) {

  /**
   * One partition's log.
   *
   * @param start the first offset that it still has
   * @param end its stable end: the offset after the last one that can be read now
   * @param leaderEpoch the epoch of the leader that said so, where it tells
   */
  public record Log(long start, long end, OptionalInt leaderEpoch) {}

  public TopicView {
    logs = Map.copyOf(logs);
  }

  /** The stable end of a partition, where known. */
  public OptionalLong end(int partition) {
    Log log = logs.get(partition);
    return log == null ? OptionalLong.empty() : OptionalLong.of(log.end());
  }

  /** Where a partition's log begins and ends, where known. */
  @Nullable Log log(int partition) {
    return logs.get(partition);
  }
}
