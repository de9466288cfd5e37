package io.tallyman.event;

import java.util.Comparator;
import java.util.Objects;

/**
 * One partition of the topic that a source reads. Ordered by source, then topic, then number, which
 * is the order in which every transaction locks position rows.
 *
 * @param source the source's name in {@code config.yml}
 * @param topic the Kafka topic's name
 * @param number the partition's number in the topic, from 0
 */
public record SourcePartition(String source, String topic, int number)
    implements Comparable<SourcePartition> {

  private static final Comparator<SourcePartition> ORDER =
      Comparator.comparing(SourcePartition::source)
          .thenComparing(SourcePartition::topic)
          .thenComparingInt(SourcePartition::number);

  public SourcePartition {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(topic, "topic");
    if (number < 0) {
      throw new IllegalArgumentException("a partition's number is 0 or more, not " + number);
    }
  }

  @Override
  public int compareTo(SourcePartition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return source + ":" + topic + "-" + number;
  }
}
