package io.tallyman.smoke;

import io.tallyman.event.SourcePartition;
import io.tallyman.store.FleetStanding;
import io.tallyman.store.HostNote;
import io.tallyman.store.MarkedCells;
import io.tallyman.store.SettingKey;
import io.tallyman.store.StoredHost;
import io.tallyman.store.StoredPosition;
import io.tallyman.store.StoredSetting;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Books, brokers and a clock that a test plays: what is sent is counted as the test has said, at a
 * moment that it has said, and time passes only where somebody waits for it.
 */
final class PlayedBooks implements Books, Feed {

  static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");
  private static final UUID TOPIC = new UUID(1, 2);

  private final TreeMap<Long, List<Integer>> counted = new TreeMap<>();
  private final List<StoredSetting> settings = new ArrayList<>();
  private final List<String> rollups = new ArrayList<>(List.of("smoke_runs"));
  private long nanos;
  private Duration silent = Duration.ofSeconds(2);
  private Duration flushed = Duration.ofSeconds(5);
  private int partitions = 2;
  private @Nullable String owner = "tallyman-1/77";
  private int sent;

  /** From then on, the rollup has these numbers too. */
  PlayedBooks counting(Duration at, Integer... numbers) {
    counted.put(at.toNanos(), List.of(numbers));
    return this;
  }

  PlayedBooks withSilentHosts() {
    silent = Duration.ofMinutes(9);
    return this;
  }

  PlayedBooks withoutFlushes() {
    flushed = Duration.ofDays(1);
    return this;
  }

  PlayedBooks withoutPositions() {
    partitions = 0;
    return this;
  }

  PlayedBooks unclaimed() {
    owner = null;
    return this;
  }

  PlayedBooks alsoCountedBy(String rollup) {
    rollups.add(0, rollup);
    return this;
  }

  PlayedBooks paused(String kind, String target) {
    settings.add(
        new StoredSetting(
            new SettingKey(kind, target, ""), "paused", "new schema", "anna", BEGIN, null));
    return this;
  }

  int sent() {
    return sent;
  }

  SmokeReport run(int events, Duration within) throws Exception {
    Patience patience =
        new Patience(
            Clock.fixed(BEGIN, ZoneOffset.UTC), () -> nanos, most -> nanos += Math.max(1, most));
    return new SmokeRun(new SmokePlan("run-1", events, within), this, this, patience).run();
  }

  @Override
  public void send(String run, int events) {
    sent += events;
  }

  @Override
  public MarkedCells cells(String run) {
    List<Integer> numbers =
        counted.headMap(nanos, true).values().stream().flatMap(List::stream).toList();
    long sum = numbers.stream().mapToLong(Integer::longValue).sum();
    return new MarkedCells(
        numbers.isEmpty() ? 0 : 1,
        numbers.size(),
        new TreeMap<>(
            Map.of(
                "events", BigDecimal.valueOf(numbers.size()), "numbers", BigDecimal.valueOf(sum))));
  }

  @Override
  public List<StoredPosition> positions() {
    Instant last = BEGIN.plusSeconds(nanos / flushed.toNanos() * flushed.toSeconds());
    List<StoredPosition> positions = new ArrayList<>();
    for (int number = 0; number < partitions; number++) {
      positions.add(
          new StoredPosition(
              new SourcePartition("smoke", "tallyman-smoke", number),
              TOPIC,
              0,
              40,
              OptionalInt.empty(),
              owner,
              3,
              last));
    }
    return positions;
  }

  @Override
  public List<String> rollups() {
    return rollups;
  }

  @Override
  public FleetStanding fleet() {
    HostNote host = new HostNote("tallyman-1", "1.0", BEGIN, "abc");
    return new FleetStanding(settings, List.of(new StoredHost(host, BEGIN, silent)));
  }

  @Override
  public List<String> complaints() {
    return List.of();
  }
}
