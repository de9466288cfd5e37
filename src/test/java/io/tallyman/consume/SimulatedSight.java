package io.tallyman.consume;

import io.tallyman.rollup.RollupStore;
import io.tallyman.simulate.kafka.PartitionLog;
import io.tallyman.simulate.kafka.SimulatedTopic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated host sees of its topic, as {@link TopicWatch} does: late, each answer as it was
 * true at some moment since it was asked for, and none while no broker can be reached. Enrolls the
 * source at its first start.
 */
final class SimulatedSight implements TopicSight {

  private static final long PERIOD = Duration.ofSeconds(1).toNanos();
  private static final long LEADERLESS = Duration.ofSeconds(2).toNanos();

  /** Who shall see what. */
  record Eyes(
      String source,
      SimulatedTopic topic,
      StartFrom startFrom,
      RollupStore store,
      Clock clock,
      LongSupplier ticker,
      RandomGenerator random) {}

  /** Which topic it is, while the brokers think about it. */
  private final class Identification {
    final long askedAtNanos = eyes.ticker().getAsLong();
    final long readAtNanos = askedAtNanos + delay();
    long answeredAtNanos = Long.MAX_VALUE;
    UUID topicId = eyes.topic().id();
    int partitions;

    void read() {
      if (answeredAtNanos == Long.MAX_VALUE && now() >= readAtNanos && !isBlind()) {
        topicId = eyes.topic().id();
        partitions = eyes.topic().partitions();
        answeredAtNanos = now() + delay();
      }
    }
  }

  /** Where the logs begin and end, while the brokers think about it: two questions to each. */
  private final class LogsQuestion {
    final UUID topicId;
    final int partitions;
    final Instant askedAt = eyes.clock().instant();
    final long askedAtNanos = eyes.ticker().getAsLong();
    final long startsAtNanos = askedAtNanos + delay();
    final long endsAtNanos = askedAtNanos + delay();
    final Map<Integer, Long> starts = new TreeMap<>();
    final Map<Integer, Long> ends = new TreeMap<>();
    final Map<Integer, Integer> epochs = new TreeMap<>();

    LogsQuestion(UUID topicId, int partitions) {
      this.topicId = topicId;
      this.partitions = partitions;
    }

    /** The brokers know topics by name only: these may be another one's logs. */
    void read() {
      for (int i = 0; i < Math.min(partitions, eyes.topic().partitions()); i++) {
        PartitionLog log = eyes.topic().log(i);
        if (!log.isAway() && !cutOff) {
          if (now() >= startsAtNanos) {
            starts.putIfAbsent(i, log.start());
          }
          if (now() >= endsAtNanos) {
            ends.putIfAbsent(i, log.stableEnd());
            epochs.putIfAbsent(i, log.leaderEpoch());
          }
        }
      }
    }

    boolean isOver() {
      return now() - askedAtNanos > LEADERLESS
          || (starts.size() == partitions && ends.size() == partitions);
    }

    TopicView view() {
      Map<Integer, TopicView.Log> logs = new TreeMap<>();
      starts.forEach(
          (partition, start) -> {
            Long end = ends.get(partition);
            if (end != null) {
              OptionalInt epoch = OptionalInt.of(epochs.getOrDefault(partition, 0));
              logs.put(partition, new TopicView.Log(start, end, epoch));
            }
          });
      return new TopicView(topicId, partitions, logs, askedAt, askedAtNanos);
    }
  }

  private final Eyes eyes;
  private long slowness = Duration.ofMillis(5).toNanos();
  private boolean cutOff;
  private boolean identityWanted;
  private boolean viewWanted;
  private boolean enrolled;
  private @Nullable Identification identification;
  private @Nullable LogsQuestion logs;
  private @Nullable TopicIdentity identity;
  private @Nullable TopicView view;
  private @Nullable TopicView former;
  private @Nullable TopicView heard;
  private long heardAtNanos;
  private String trouble = "the brokers haven't answered yet";

  SimulatedSight(Eyes eyes) {
    this.eyes = eyes;
  }

  /** How long each half of a question's way takes at most. */
  void setSlowness(Duration slowness) {
    this.slowness = slowness.toNanos();
  }

  void setCutOff(boolean cutOff) {
    this.cutOff = cutOff;
  }

  private long now() {
    return eyes.ticker().getAsLong();
  }

  private long delay() {
    return eyes.random().nextLong(slowness + 1);
  }

  private boolean isBlind() {
    return cutOff || eyes.topic().isAway();
  }

  boolean isEnrolled() {
    return enrolled;
  }

  /** Whether {@link #turn} has something to do now. */
  boolean isDue() {
    return identification != null
        || logs != null
        || identityWanted
        || identity == null
        || now() - identity.askedAtNanos() >= PERIOD;
  }

  /** What is to be done now. It waits for the store, the first time, and for nothing else. */
  void turn() {
    hearAboutLogs();
    hearWhichTopic();
    boolean old = identity == null || now() - identity.askedAtNanos() >= PERIOD;
    if (identification == null && (identityWanted || old)) {
      identityWanted = false;
      identification = new Identification();
    }
  }

  private void hearWhichTopic() {
    Identification asked = identification;
    if (asked == null) {
      return;
    }
    asked.read();
    if (now() < asked.answeredAtNanos) {
      trouble = isBlind() ? "the brokers don't answer" : trouble;
      return;
    }
    identification = null;
    trouble = "";
    believe(asked);
    boolean due = viewWanted || view == null || now() - view.askedAtNanos() >= PERIOD;
    if (logs == null && heard == null && due) {
      viewWanted = false;
      logs = new LogsQuestion(asked.topicId, asked.partitions);
    }
    if (enrolled) {
      identity = new TopicIdentity(asked.topicId, asked.askedAtNanos);
    }
  }

  private void hearAboutLogs() {
    LogsQuestion asked = logs;
    if (asked == null) {
      return;
    }
    asked.read();
    if (asked.isOver()) {
      logs = null;
      heard = asked.view();
      heardAtNanos = now();
      identityWanted = true;
    }
  }

  /** Logs are of the topic that was meant only if it is still that one afterwards. */
  private void believe(Identification asked) {
    TopicView seen = heard;
    if (seen == null || asked.askedAtNanos < heardAtNanos) {
      return;
    }
    heard = null;
    if (seen.topicId().equals(asked.topicId) && (enrolled || enroll(seen))) {
      former = view == null || view.topicId().equals(seen.topicId()) ? former : view;
      view = seen;
    }
  }

  private boolean enroll(TopicView seen) {
    Map<Integer, Long> first = new TreeMap<>();
    boolean earliest = eyes.startFrom() instanceof StartFrom.Earliest;
    seen.logs()
        .forEach((partition, log) -> first.put(partition, earliest ? log.start() : log.end()));
    if (first.size() < seen.partitions()) {
      trouble = "a partition has no leader";
      return false;
    }
    try {
      eyes.store().enroll(eyes.source(), eyes.topic().name(), seen.topicId(), first);
      enrolled = true;
    } catch (RuntimeException e) {
      trouble = String.valueOf(e.getMessage());
    }
    return enrolled;
  }

  @Override
  public Optional<TopicIdentity> identity() {
    return Optional.ofNullable(identity);
  }

  @Override
  public void identifySoon() {
    identityWanted = true;
  }

  @Override
  public Optional<TopicView> view() {
    return Optional.ofNullable(view);
  }

  @Override
  public Optional<TopicView> lastView(UUID topicId) {
    return Stream.of(Optional.ofNullable(view), Optional.ofNullable(former))
        .flatMap(Optional::stream)
        .filter(seen -> seen.topicId().equals(topicId))
        .findFirst();
  }

  @Override
  public void lookSoon() {
    viewWanted = true;
    identityWanted = true;
  }

  @Override
  public String trouble() {
    return trouble;
  }
}
