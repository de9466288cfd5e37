package io.tallyman.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PaceTest {

  private long now = 7_000_000_000L;
  private long parked;

  @Test
  void shouldLetEachRowGoWhenItIsDue() throws InterruptedException {
    Pace pace = new Pace(OptionalInt.of(100), () -> now, this::park);
    for (long rows = 0; rows <= 100; rows++) {
      pace.await(rows);
    }

    assertThat(now).isEqualTo(8_000_000_000L);
  }

  @Test
  void shouldMakeUpForWhatWasLate() throws InterruptedException {
    Pace pace = new Pace(OptionalInt.of(10), () -> now, this::park);
    pace.await(0);
    now += 500_000_000L;
    for (long rows = 1; rows <= 5; rows++) {
      pace.await(rows);
    }

    assertThat(parked).isZero();
    pace.await(6);
    assertThat(parked).isEqualTo(100_000_000L);
  }

  @Test
  void shouldNotWaitWithoutARate() throws InterruptedException {
    new Pace(OptionalInt.empty(), () -> now, this::park).await(1_000_000);

    assertThat(parked).isZero();
  }

  @Test
  void shouldEndWhenItIsInterrupted() {
    Pace pace = new Pace(OptionalInt.of(1), () -> now, nanos -> Thread.currentThread().interrupt());

    assertThatThrownBy(() -> pace.await(10)).isInstanceOf(InterruptedException.class);
  }

  private void park(long nanos) {
    parked += nanos;
    now += nanos;
  }
}
