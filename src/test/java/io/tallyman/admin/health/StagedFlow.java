package io.tallyman.admin.health;

import io.tallyman.consume.LaneStatus;
import io.tallyman.consume.PartitionStatus;
import io.tallyman.consume.Toggle;
import io.tallyman.consume.TopicView;
import io.tallyman.event.SourcePartition;
import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.PartState;
import io.tallyman.lifecycle.PartStatus;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.StoredPosition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The source {@code tracking} on the topic {@code events}, as a test stages it. */
public final class StagedFlow {

  public static final UUID TOPIC_ID = new UUID(7, 7);

  /** Time that stands until a test moves it. */
  private final class StagedClock extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final Map<String, Check> parts = new HashMap<>();
  private final Map<Integer, PartitionStatus> held = new TreeMap<>();
  private final Map<Integer, TopicView.Log> logs = new HashMap<>();
  private final Map<Integer, StoredPosition> rows = new TreeMap<>();
  private final PositionsReader positions = new PositionsReader(this::rows, this::nanos);
  private final Clock clock = new StagedClock();
  private final HealthWatch watch;
  private volatile Supplier<List<Toggle>> toggles = List::of;
  private volatile Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private volatile String laneError = "";
  private volatile long fences;
  private volatile boolean databaseAnswers = true;

  public StagedFlow() {
    for (String part : List.of("database", "store", "writer", "topic-tracking")) {
      parts.put(part, Check.well());
    }
    watch =
        new HealthWatch(
            new HealthSight(
                this::parts,
                () -> List.of(lane()),
                () -> toggles.get(),
                () -> List.of(new SourceLogs("tracking", "events", Optional.of(view()))),
                positions,
                source -> fences),
            HealthLimits.usual(),
            clock,
            this::nanos);
  }

  public HealthWatch watch() {
    return watch;
  }

  private long nanos() {
    return Duration.between(Instant.EPOCH, now).toNanos();
  }

  private List<PartStatus> parts() {
    return parts.entrySet().stream()
        .map(
            part ->
                new PartStatus(part.getKey(), List.of(), PartState.STARTED, part.getValue(), ""))
        .toList();
  }

  public LaneStatus lane() {
    return new LaneStatus(
        "tracking-0", "tracking", new ArrayList<>(held.values()), false, laneError);
  }

  private TopicView view() {
    return new TopicView(TOPIC_ID, logs.size(), logs, now, nanos());
  }

  private List<StoredPosition> rows() {
    if (!databaseAnswers) {
      throw new StoreUnavailable("the database is away", new IllegalStateException("away"));
    }
    return List.copyOf(rows.values());
  }

  public StagedFlow part(String name, Check check) {
    parts.put(name, check);
    return this;
  }

  public StagedFlow laneFails(String error) {
    laneError = error;
    return this;
  }

  StagedFlow toggled(Toggle... said) {
    toggles = () -> List.of(said);
    return this;
  }

  public StagedFlow toggles(Supplier<List<Toggle>> said) {
    toggles = said;
    return this;
  }

  StagedFlow fenced(long batches) {
    fences = batches;
    return this;
  }

  StagedFlow databaseAnswers(boolean answers) {
    databaseAnswers = answers;
    return this;
  }

  /** The log of a partition ends there. */
  public StagedFlow log(int partition, long end) {
    logs.put(partition, new TopicView.Log(0, end, OptionalInt.empty()));
    return this;
  }

  /** A lane counts a partition, and has it in the store up to there. */
  public StagedFlow counting(int partition, long stored, @Nullable Instant countedUntil) {
    return held(partition, PartitionStatus.State.COUNTING, stored, countedUntil, "");
  }

  public StagedFlow paused(int partition, long stored, String cause) {
    return held(partition, PartitionStatus.State.PAUSED, stored, null, cause);
  }

  StagedFlow claiming(int partition) {
    held.put(
        partition,
        new PartitionStatus(
            name(partition),
            PartitionStatus.State.CLAIMING,
            0,
            OptionalLong.empty(),
            0,
            OptionalLong.empty(),
            null,
            null,
            "waiting for the store to hand it over"));
    return this;
  }

  public StagedFlow stopped(int partition, PartitionStatus.Stop why, String cause) {
    held.put(
        partition,
        new PartitionStatus(
            name(partition),
            PartitionStatus.State.STOPPED,
            7,
            OptionalLong.of(7),
            0,
            OptionalLong.empty(),
            null,
            why,
            cause));
    return this;
  }

  private StagedFlow held(
      int partition,
      PartitionStatus.State state,
      long stored,
      @Nullable Instant countedUntil,
      String cause) {
    held.put(
        partition,
        new PartitionStatus(
            name(partition),
            state,
            stored,
            OptionalLong.of(stored),
            9,
            OptionalLong.empty(),
            countedUntil,
            null,
            cause));
    return this;
  }

  /** The lane doesn't hold it any more. */
  StagedFlow letGo(int partition) {
    held.remove(partition);
    return this;
  }

  /** The position row of a partition. */
  public StagedFlow row(int partition, long next, String owner, @Nullable Instant countedUntil) {
    rows.put(
        partition,
        new StoredPosition(
            name(partition), TOPIC_ID, 0, next, OptionalInt.empty(), owner, 3, countedUntil));
    positions.read();
    return this;
  }

  private static SourcePartition name(int partition) {
    return new SourcePartition("tracking", "events", partition);
  }

  public Instant now() {
    return now;
  }

  /** Time goes by, and the watch makes its rounds. */
  public StagedFlow pass(Duration time) {
    Instant end = now.plus(time);
    watch.tick();
    while (now.isBefore(end)) {
      now = now.plusSeconds(1);
      if (now.getEpochSecond() % 10 == 0) {
        positions.read();
      }
      watch.tick();
    }
    return this;
  }
}
