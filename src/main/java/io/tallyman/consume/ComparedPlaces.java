package io.tallyman.consume;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The places, offset and leader epoch, at which Kafka's client was told to compare what was read
 * with the log. It compares by itself when it hears of a new leader; but what it had fetched of a
 * paused partition from the old one it serves when that is resumed, and where it ends it compares
 * nothing any more, though the new leader may never have had those records: seen with kafka-clients
 * 4.4.0 in both protocols (decision 0053). Runs on the lane's thread.
 */
final class ComparedPlaces {

  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();

  ComparedPlaces(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /**
   * Has a partition read on at this place; first the client compares it with the log, and either
   * serves what is there or says that the log was truncated.
   */
  void compareAt(TopicPartition partition, OffsetAndMetadata place) {
    places.put(partition, place);
    consumer.seek(partition, place);
  }

  /**
   * Has a partition's position compared, unless that was done already or no leader epoch is known.
   *
   * @return whether it is compared now
   */
  boolean compareOnce(TopicPartition partition, Holding.Counting counting) {
    OffsetAndMetadata place = counting.place();
    boolean known = place.leaderEpoch().isPresent() && !place.equals(places.get(partition));
    if (known) {
      compareAt(partition, place);
    }
    return known;
  }

  /**
   * Has the position of a partition compared that stands at the end of a log which another leader
   * has by now: there is no record that would tell.
   */
  void compareAtRest(TopicPartition partition, Holding.Counting counting, TopicView.Log log) {
    boolean atRest = counting.position() == log.end();
    if (atRest
        && log.leaderEpoch().isPresent()
        && !log.leaderEpoch().equals(counting.leaderEpoch())) {
      compareOnce(partition, counting);
    }
  }

  /**
   * How many of the records that a poll has served continue what was counted: up to the first that
   * comes from another leader than those before it. 0 where that is the very first, until the
   * position was compared.
   */
  int continued(
      TopicPartition partition,
      Holding.Counting counting,
      List<ConsumerRecord<byte[], byte[]>> served) {
    OffsetAndMetadata before = counting.place();
    if (served.isEmpty() || !isContinued(partition, before, behind(served.get(0)))) {
      return 0;
    }
    Optional<Integer> leader = served.get(0).leaderEpoch();
    if (leader.equals(served.get(served.size() - 1).leaderEpoch())) {
      return served.size(); // epochs never go down in a log
    }
    int number = 1;
    while (leader.equals(served.get(number).leaderEpoch())) {
      number++;
    }
    return number;
  }

  /** Whether it may go on at the next place: under the same leader, or compared before. */
  boolean isContinued(TopicPartition partition, OffsetAndMetadata before, OffsetAndMetadata next) {
    return before.leaderEpoch().isEmpty()
        || next.leaderEpoch().isEmpty()
        || before.leaderEpoch().equals(next.leaderEpoch())
        || before.equals(places.get(partition));
  }

  /** Not where the next record stands: what is between the two may be of another leader. */
  static OffsetAndMetadata behind(ConsumerRecord<byte[], byte[]> last) {
    return new OffsetAndMetadata(last.offset() + 1, last.leaderEpoch(), "");
  }
}
