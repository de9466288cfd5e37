package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class EventBudgetTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private int rate = 100;
  private long now = Long.MAX_VALUE - SECOND; // it overflows
  private final EventBudget budget = new EventBudget(() -> rate);

  private boolean isUsedUp() {
    return budget.isUsedUp(now);
  }

  @Test
  void shouldAllowWhatOneSecondHasAndThenWaitUntilItIsPaidFor() {
    assertThat(isUsedUp()).isFalse();
    budget.take(350, now); // one poll has as much as it has
    now += SECOND * 249 / 100;
    assertThat(isUsedUp()).isTrue();
    now += SECOND * 2 / 100;

    assertThat(isUsedUp()).isFalse();
  }

  @Test
  void shouldAllowNoMoreThanItsRateOverAnyTimeButForTheFirstSecond() {
    long read = 0;
    for (int millis = 0; millis < 60_000; millis += 10) {
      if (!isUsedUp()) {
        budget.take(7, now);
        read += 7;
      }
      now += SECOND / 100;
    }

    assertThat(read).isBetween(60L * 100, 61L * 100 + 7);
  }

  @Test
  void shouldNotSaveUpWhatWasNotRead() {
    isUsedUp();
    now += 3600 * SECOND;
    budget.take(100, now);

    assertThat(isUsedUp()).isTrue();
  }

  @Test
  void shouldNotBeMisledByALaneThatLookedAtItsClockEarlier() {
    budget.take(100, now);
    assertThat(budget.isUsedUp(now - SECOND)).isTrue();
    now += SECOND / 2;

    assertThat(isUsedUp()).isFalse();
  }

  @Test
  void shouldLimitNothingWithoutARate() {
    rate = 0;
    budget.take(Integer.MAX_VALUE, now);

    assertThat(isUsedUp()).isFalse();
  }

  @Test
  void shouldTakeAnotherRateAtOnce() {
    budget.take(10_100, now); // 100 seconds' worth
    rate = 100_000;
    assertThat(isUsedUp()).isTrue();
    now += SECOND / 5;
    assertThat(isUsedUp()).isFalse();

    rate = 10;
    isUsedUp();
    budget.take(10, now);
    assertThat(isUsedUp()).as("it keeps a second of the new rate").isTrue();
    rate = 0;
    assertThat(isUsedUp()).isFalse();
  }
}
