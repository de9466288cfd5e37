package io.tallyman.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacerTest {

  private static final long TURN = TimeUnit.MILLISECONDS.toNanos(5);

  private final AtomicLong now = new AtomicLong(123);
  private final Pacer pacer = new Pacer(20_000, now::get);

  @Test
  void shouldGrowAtTheRate() {
    assertThat(dueIn(TimeUnit.SECONDS.toNanos(60))).isBetween(1_199_900L, 1_200_000L);
  }

  @Test
  void shouldCatchUpOnAShortStopByAQuarterMoreThanTheRate() {
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    pacer.due(TURN);

    assertThat(dueIn(TimeUnit.SECONDS.toNanos(1))).isBetween(24_900L, 25_100L);
    dueIn(TimeUnit.SECONDS.toNanos(9));
    assertThat(dueIn(TimeUnit.SECONDS.toNanos(1))).isBetween(19_990L, 20_010L);
  }

  @Test
  void shouldGiveUpWhatWasMissedInALongStop() {
    now.addAndGet(TimeUnit.SECONDS.toNanos(100));

    long inAMinute = dueIn(TimeUnit.SECONDS.toNanos(60));
    assertThat(inAMinute).isBetween(1_239_000L, 1_241_000L);
  }

  private long dueIn(long nanos) {
    long all = 0;
    for (long passed = 0; passed < nanos; passed += TURN) {
      now.addAndGet(TURN);
      all += pacer.due(TURN);
    }
    return all;
  }
}
