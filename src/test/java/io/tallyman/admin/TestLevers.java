package io.tallyman.admin;

import io.tallyman.consume.FlushSettings;
import io.tallyman.consume.LaneTuning;
import io.tallyman.consume.LaneValues;
import io.tallyman.consume.RollupToggles;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a host of tests has to set: two rollups, and the batches and rates of two sources. */
final class TestLevers {

  private TestLevers() {}

  static Levers fresh() {
    return new Levers(
        new RollupToggles(),
        List.of("events_by_country", "sales_by_day"),
        new LaneTuning(
            LaneValues.of(new FlushSettings(Duration.ofSeconds(1), 1_000, 1 << 20))
                .withEventsPerSecond(Map.of("tracking", 2_000))));
  }
}
