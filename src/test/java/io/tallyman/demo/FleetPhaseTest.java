package io.tallyman.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.demo.Standstills.Longest;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class FleetPhaseTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final FleetPhase roll = new FleetPhase("the roll", 15, 100 * SECOND, 5_000);

  private FleetPhase.Outcome after(int seconds, long produced, int standstillSeconds) {
    Longest longest = new Longest(standstillSeconds * SECOND, 7);
    return roll.end((100 + seconds) * SECOND, 5_000 + produced, longest, 2_000);
  }

  @Test
  void shouldHoldWhileEnoughComesAndNothingStandsStillForTooLong() {
    assertThat(after(10, 16_000, 15))
        .isEqualTo(
            new FleetPhase.Outcome(
                true,
                "phase the roll, 10 s, 1600 events a second: the longest standstill was 15.0 s"
                    + " (partition 7); at most 15 s"));
  }

  @Test
  void shouldNotHoldWhereAPartitionStoodStillForTooLong() {
    assertThat(after(60, 120_000, 16).held()).isFalse();
  }

  @Test
  void shouldNotHoldWhereTooLittleCame() {
    FleetPhase.Outcome outcome = after(10, 15_990, 0);

    assertThat(outcome.held()).isFalse();
    assertThat(outcome.sentence())
        .contains("1599 events a second, of which at least 1600 were wanted");
  }

  @Test
  void shouldAskNothingOfTheRateOfAMoment() {
    assertThat(after(4, 0, 0).held()).isTrue();
    assertThat(after(0, 0, 0).held()).isTrue();
  }
}
