package io.tallyman.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.health.HealthCheck.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HealthWatchTest {

  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-21T10:00:00Z"));
  private final Map<String, Result> checks = new ConcurrentSkipListMap<>();
  private final List<Activity> told = new CopyOnWriteArrayList<>();
  private final HealthWatch watch =
      new HealthWatch(() -> new TreeMap<>(checks), told::add, clock, Duration.ofMillis(5));

  /** Looks every five seconds. */
  private void lookFor(int seconds) {
    for (int passed = 0; passed < seconds; passed += 5) {
      clock.advance(Duration.ofSeconds(5));
      watch.look();
    }
  }

  private List<String> texts() {
    return told.stream().map(Activity::text).toList();
  }

  @Test
  void shouldTellOnceThatACheckTurnedAndThatItTurnedBack() {
    checks.put("database", Result.healthy());
    checks.put("source-orders", Result.healthy());
    lookFor(60);
    assertThat(told).isEmpty();

    checks.put("source-orders", Result.unhealthy("partition 3 is stopped"));
    lookFor(60);
    checks.put("source-orders", Result.healthy("2 lanes"));
    lookFor(60);

    assertThat(texts())
        .containsExactly(
            "source-orders is unhealthy: partition 3 is stopped", "source-orders is healthy again");
    assertThat(told.get(0).kind()).isEqualTo("health");
    assertThat(told.get(0).fields())
        .isEqualTo(
            Map.of(
                "check", "source-orders",
                "state", "unhealthy",
                "cause", "partition 3 is stopped"));
  }

  @Test
  void shouldNotTellWhatPassesByItself() {
    for (int i = 0; i < 10; i++) {
      checks.put("database", Result.unhealthy("away"));
      lookFor(15);
      checks.put("database", Result.healthy());
      lookFor(5);
    }

    assertThat(told).isEmpty();
  }

  @Test
  void shouldTellWhatIsUnhealthyFromTheBeginning() {
    checks.put("database", Result.unhealthy("x".repeat(10_000)));
    lookFor(20);

    assertThat(texts())
        .singleElement()
        .asString()
        .startsWith("database is un")
        .hasSizeLessThan(400);
  }

  @Test
  void shouldLookByItselfFromStartToStop() throws InterruptedException {
    checks.put("database", Result.unhealthy("away"));
    watch.start();
    await()
        .until(
            () -> {
              clock.advance(Duration.ofSeconds(5));
              return !told.isEmpty();
            });
    watch.stop();

    assertThat(texts()).containsExactly("database is unhealthy: away");
  }
}
