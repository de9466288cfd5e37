package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.PartitionProgress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class CarefulReadingTest {

  private static Batch batch(long first, long next) {
    return new Batch(
        List.of(
            new PartitionProgress(
                Fruit.partition(0),
                Fruit.TOPIC_ID,
                1,
                new OffsetRange(first, next),
                OptionalInt.of(3),
                next - first,
                0,
                Map.of(),
                null)),
        List.of(),
        List.of());
  }

  @RepeatedTest(20)
  void shouldFindEveryGuiltyRecordAndNoOther(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    for (int round = 0; round < 50; round++) {
      long size = random.nextInt(1, 3_000);
      Set<Long> guilty = new HashSet<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        guilty.add((long) random.nextInt((int) size));
      }
      CarefulReading careful = new CarefulReading();
      Set<Long> condemned = new HashSet<>();
      int attempts = read(careful, size, guilty, condemned);

      assertThat(condemned).isEqualTo(guilty);
      // Each is found in about log2(size) halvings, and forgotten in as many doublings.
      assertThat(attempts).isLessThan(60 * (guilty.size() + 1));
    }
  }

  /** Reads from 0 to size as a lane does, and gives the number of batches that this took. */
  private static int read(
      CarefulReading careful, long size, Set<Long> guilty, Set<Long> condemned) {
    long stored = 0;
    int attempts = 0;
    while (stored < size) {
      attempts++;
      long next = Math.min(size, stored + careful.limit());
      boolean refused = false;
      for (long offset = stored; offset < next; offset++) {
        boolean dead =
            !careful.verdict(Fruit.partition(0), Fruit.TOPIC_ID, record(offset, 3)).isEmpty();
        refused |= guilty.contains(offset) && !dead;
        if (dead) {
          condemned.add(offset);
        }
      }
      if (refused) {
        careful.refused(batch(stored, next), "no");
      } else {
        careful.written(batch(stored, next));
        stored = next;
      }
    }
    return attempts;
  }

  @Test
  void shouldBeCarefreeAsLongAsNothingIsRefused() {
    CarefulReading careful = new CarefulReading();
    careful.written(batch(0, 10));

    assertThat(careful.isCareful()).isFalse();
    assertThat(careful.limit()).isGreaterThanOrEqualTo(1_000_000);
    assertThat(careful.verdict(Fruit.partition(0), Fruit.TOPIC_ID, record(3, 3))).isEmpty();
  }

  @Test
  void shouldHalveAndDoubleTheSizeOfABatch() {
    CarefulReading careful = new CarefulReading();
    careful.refused(batch(0, 100), "no");
    assertThat(careful.limit()).isEqualTo(50);
    careful.refused(batch(0, 50), "no");
    assertThat(careful.limit()).isEqualTo(25);
    careful.written(batch(0, 25));
    assertThat(careful.limit()).isEqualTo(50);
    assertThat(careful.isCareful()).isTrue();
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, int leaderEpoch) {
    return new ConsumerRecord<>(
        Fruit.TOPIC,
        0,
        offset,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        new byte[0],
        new byte[0],
        new RecordHeaders(),
        Optional.of(leaderEpoch));
  }

  /** After a truncation another record may stand there. */
  @Test
  void shouldNotCondemnWhatALaterLeaderHasPutInItsPlace() {
    CarefulReading careful = new CarefulReading();
    careful.refused(batch(7, 8), "no");

    assertThat(careful.verdict(Fruit.partition(0), Fruit.TOPIC_ID, record(7, 2))).isEqualTo("no");
    assertThat(careful.verdict(Fruit.partition(0), Fruit.TOPIC_ID, record(7, 3))).isEqualTo("no");
    assertThat(careful.verdict(Fruit.partition(0), Fruit.TOPIC_ID, record(7, 4))).isEmpty();
  }

  @Test
  void shouldCondemnTheRecordThatIsRefusedAlone() {
    CarefulReading careful = new CarefulReading();
    careful.refused(batch(7, 8), "Data too long for column 'x'");

    assertThat(careful.verdict(Fruit.partition(0), Fruit.TOPIC_ID, record(7, 3)))
        .isEqualTo("Data too long for column 'x'");
    assertThat(careful.verdict(Fruit.partition(0), Fruit.TOPIC_ID, record(6, 3))).isEmpty();
    assertThat(careful.verdict(Fruit.partition(1), Fruit.TOPIC_ID, record(7, 3))).isEmpty();
    assertThat(careful.verdict(Fruit.partition(0), new UUID(5, 5), record(7, 3))).isEmpty();

    careful.written(batch(7, 8));
    assertThat(careful.verdict(Fruit.partition(0), Fruit.TOPIC_ID, record(7, 3))).isEmpty();
  }
}
