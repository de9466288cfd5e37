package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackoffTest {

  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(3);

  @Test
  void shouldStayWithinItsBoundsAndGrowThreefoldAtMost() {
    Backoff backoff = new Backoff(SHORTEST, LONGEST, new Random(1));
    Duration last = SHORTEST;
    for (int i = 0; i < 10_000; i++) {
      Duration next = backoff.next();
      assertThat(next).isBetween(SHORTEST, LONGEST).isLessThanOrEqualTo(last.multipliedBy(3));
      last = next;
    }
  }

  @Test
  void shouldReachTheLongestPause() {
    Backoff backoff = new Backoff(SHORTEST, LONGEST, new Random(2));
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 1_000; i++) {
      Duration next = backoff.next();
      longest = next.compareTo(longest) > 0 ? next : longest;
    }

    assertThat(longest).isEqualTo(LONGEST);
  }

  @Test
  void shouldBeginAnewAfterASuccess() {
    Backoff backoff = new Backoff(SHORTEST, LONGEST, new Random(3));
    for (int i = 0; i < 1_000; i++) {
      backoff.next();
      backoff.next();
      backoff.next();
      backoff.reset();
      assertThat(backoff.next()).isBetween(SHORTEST, SHORTEST.multipliedBy(3));
      backoff.reset();
    }
  }

  @Test
  void shouldNotKeepHostsInStep() {
    Backoff one = new Backoff(SHORTEST, LONGEST, new Random(4));
    Backoff other = new Backoff(SHORTEST, LONGEST, new Random(5));

    assertThat(one.next()).isNotEqualTo(other.next());
  }

  @Test
  void shouldWaitAlwaysAlikeWhereTheBoundsAreOne() {
    Backoff backoff = new Backoff(SHORTEST, SHORTEST, new Random(6));

    assertThat(backoff.next()).isEqualTo(SHORTEST);
    assertThat(backoff.next()).isEqualTo(SHORTEST);
  }
}
