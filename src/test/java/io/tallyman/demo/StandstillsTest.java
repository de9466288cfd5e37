package io.tallyman.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.demo.Standstills.Longest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandstillsTest {

  private final Standstills standstills = new Standstills();

  @Test
  void shouldMeasureFromTheLastMoveToTheNext() {
    standstills.see(100, Map.of(0, 5L, 1, 5L), Map.of(0, 9L, 1, 9L));
    standstills.see(200, Map.of(0, 6L, 1, 5L), Map.of(0, 9L, 1, 9L));
    standstills.see(300, Map.of(0, 7L, 1, 6L), Map.of(0, 9L, 1, 9L));

    assertThat(standstills.takeLongest()).isEqualTo(new Longest(200, 1));
  }

  @Test
  void shouldCountAStandstillThatIsNotOver() {
    standstills.see(100, Map.of(0, 5L), Map.of(0, 9L));
    standstills.see(500, Map.of(0, 5L), Map.of(0, 9L));

    assertThat(standstills.takeLongest().nanos()).isEqualTo(400);
  }

  @Test
  void shouldNotMindAPartitionWithNothingToCount() {
    standstills.see(100, Map.of(0, 9L), Map.of(0, 9L));
    standstills.see(500, Map.of(0, 9L), Map.of(0, 9L));
    standstills.see(900, Map.of(0, 9L), Map.of(0, 10L));

    assertThat(standstills.takeLongest().nanos()).isEqualTo(400);
  }

  @Test
  void shouldCountAPartitionThatWasNeverClaimed() {
    standstills.see(100, Map.of(), Map.of(3, 10L));
    standstills.see(800, Map.of(), Map.of(3, 20L));

    assertThat(standstills.takeLongest()).isEqualTo(new Longest(700, 3));
  }

  @Test
  void shouldTakeADatabaseThatDoesNotAnswerForAStandstill() {
    standstills.see(100, Map.of(0, 5L), Map.of(0, 9L));
    standstills.seeNothing(700);

    assertThat(standstills.takeLongest().nanos()).isEqualTo(600);
  }

  @Test
  void shouldBeginAnewAfterEachPhaseWhileAStandstillGoesOn() {
    standstills.see(100, Map.of(0, 5L), Map.of(0, 9L));
    standstills.see(500, Map.of(0, 5L), Map.of(0, 9L));
    standstills.takeLongest();
    assertThat(standstills.takeLongest()).isEqualTo(Standstills.NONE);

    standstills.see(700, Map.of(0, 6L), Map.of(0, 9L));
    standstills.see(800, Map.of(0, 7L), Map.of(0, 9L));

    assertThat(standstills.takeLongest().nanos()).isEqualTo(600);
  }
}
