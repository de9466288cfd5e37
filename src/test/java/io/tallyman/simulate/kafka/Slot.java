package io.tallyman.simulate.kafka;

import java.util.Comparator;
import java.util.UUID;

/**
 * One partition as a group shares it.
 *
 * @param topicId the topic's; the classic protocols know topics by name only, there it is always
 *     the same
 */
record Slot(UUID topicId, int number) implements Comparable<Slot> {

  private static final Comparator<Slot> ORDER =
      Comparator.comparing(Slot::topicId).thenComparingInt(Slot::number);

  @Override
  public int compareTo(Slot other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return String.valueOf(number);
  }
}
