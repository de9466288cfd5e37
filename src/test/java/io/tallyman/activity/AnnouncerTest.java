package io.tallyman.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AnnouncerTest {

  private final List<Activity> told = new ArrayList<>();
  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-21T10:00:00Z"));

  private Announcer announcer(String environment) {
    return new Announcer(told::add, "host-1", environment, "1.2.3 (abc1234)", clock);
  }

  @Test
  void shouldSayWhichHostAndVersionStartsAndStops() {
    Announcer announcer = announcer("prod");
    announcer.start();
    announcer.stop();

    assertThat(told)
        .extracting(Activity::text)
        .containsExactly(
            "host-1 (prod): Tallyman 1.2.3 (abc1234) has started",
            "host-1 (prod): Tallyman 1.2.3 (abc1234) stops");
    assertThat(told.get(0).kind()).isEqualTo("deploy");
    assertThat(told.get(0).fields())
        .containsEntry("host", "host-1")
        .containsEntry("environment", "prod")
        .containsEntry("version", "1.2.3 (abc1234)")
        .containsEntry("state", "started");
  }

  @Test
  void shouldPutTheHostBeforeWhatHappensOnIt() {
    announcer("").tell(new Activity(clock.instant(), "health", "x is unhealthy", Map.of("a", "b")));

    assertThat(told)
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.text()).isEqualTo("host-1: x is unhealthy");
              assertThat(each.fields()).containsEntry("a", "b").containsEntry("host", "host-1");
            });
  }
}
