package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.SourcePartition;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressWatchTest {

  private static final SourcePartition PARTITION = new SourcePartition("fruit", "apples", 3);

  private final AtomicLong now = new AtomicLong();
  private final ProgressWatch watch = new ProgressWatch(now::get);

  private void pass(int seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void shouldNoticeAPartitionThatStandsWithRecordsWaiting() {
    watch.note(PARTITION, 17, false);
    pass(61);
    watch.note(PARTITION, 17, false);

    assertThat(watch.stalled()).contains("fruit:apples-3", "17", "61 s");
  }

  @Test
  void shouldNoticeAPartitionThatIsNeverHandedOver() {
    watch.note(PARTITION, -1, false);
    pass(75);

    assertThat(watch.stalled()).contains("waits for the store");
  }

  @Test
  void shouldBeContentWhileItMoves() {
    for (int place = 0; place < 10; place++) {
      watch.note(PARTITION, place, false);
      pass(30);
    }

    assertThat(watch.stalled()).isEmpty();
  }

  @Test
  void shouldNotHurryWhatIsAllRight() {
    watch.note(PARTITION, 17, true);
    pass(600);
    watch.note(PARTITION, 17, true);

    assertThat(watch.stalled()).isEmpty();
  }

  @Test
  void shouldForgetWhatIsNotHeldAnyMore() {
    watch.note(PARTITION, 17, false);
    pass(61);
    watch.keepOnly(Set.of());

    assertThat(watch.stalled()).isEmpty();
  }
}
