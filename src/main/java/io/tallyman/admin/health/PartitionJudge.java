package io.tallyman.admin.health;

import io.tallyman.consume.PartitionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Says of one partition after the other whether it gets on. Used by one thread at a time. */
final class PartitionJudge {

  private final HealthLimits limits;
  private final Marks marks;

  PartitionJudge(HealthLimits limits) {
    this.limits = limits;
    this.marks = new Marks(limits.window());
  }

  /** Forgets partitions that aren't known any more. */
  void keepOnly(List<PartitionFlow> flows) {
    marks.keepOnly(flows.stream().map(PartitionFlow::partition).toList());
  }

  /**
   * Judges a partition that a lane of this process holds.
   *
   * @param excused whether it is known already why nothing gets on: then standing still says
   *     nothing more
   */
  Optional<Finding> held(PartitionFlow flow, PartitionStatus status, boolean excused, Moment now) {
    boolean stopped = status.state() == PartitionStatus.State.STOPPED;
    boolean paused = status.state() == PartitionStatus.State.PAUSED;
    boolean behind = flow.lag().orElse(1) > 0;
    marks.note(flow, status.stored(), behind && !stopped && !paused, now.nanos());
    if (stopped) {
      return Optional.of(Finding.of(flow, stop(status), "stopped: " + status.cause()));
    } else if (paused || !behind) {
      return Optional.empty();
    }
    Duration standing = marks.standing(flow.partition(), now.nanos());
    if (standing.compareTo(limits.standing()) > 0) {
      return excused
          ? Optional.empty()
          : Optional.of(Finding.of(flow, HealthCause.STALLED, stalled(flow, status, standing)));
    }
    return flow.lag().isPresent() ? distance(flow, now) : Optional.empty();
  }

  private static HealthCause stop(PartitionStatus status) {
    return status.stop() == PartitionStatus.Stop.CONTRADICTION
        ? HealthCause.CONTRADICTION
        : HealthCause.DATA_LOSS;
  }

  private static String stalled(PartitionFlow flow, PartitionStatus status, Duration standing) {
    String waiting = status.cause().isEmpty() ? "" : " (" + status.cause() + ")";
    OptionalLong position = flow.position();
    return position.isPresent()
        ? "has stood at offset %d for %d s%s%s"
            .formatted(position.getAsLong(), standing.toSeconds(), waits(flow), waiting)
        : "has waited to be taken over for %d s%s".formatted(standing.toSeconds(), waiting);
  }

  private static String waits(PartitionFlow flow) {
    OptionalLong lag = flow.lag();
    return lag.isPresent() ? " with " + lag.getAsLong() + " records waiting" : "";
  }

  /** A partition that moves: whether it is far behind, and which way that goes. */
  private Optional<Finding> distance(PartitionFlow flow, Moment now) {
    @Nullable Duration age = flow.age(now.time());
    Duration behind = age == null ? marks.behind(flow.partition(), now.nanos()) : age;
    if (behind.compareTo(limits.behind()) <= 0) {
      return Optional.empty();
    }
    OptionalDouble closing = marks.closing(flow.partition());
    String far =
        "is %d records behind and was complete %d s ago"
            .formatted(flow.lag().orElseThrow(), behind.toSeconds());
    if (closing.isEmpty()) {
      return Optional.of(Finding.of(flow, HealthCause.CATCHING_UP, far));
    } else if (closing.getAsDouble() <= 0) {
      return Optional.of(
          Finding.of(
              flow,
              HealthCause.LAGGING,
              "%s; the distance grows by %.0f records/s"
                  .formatted(far, Math.abs(closing.getAsDouble()))));
    }
    double seconds = flow.lag().orElseThrow() / closing.getAsDouble();
    return Optional.of(
        Finding.of(
            flow,
            HealthCause.CATCHING_UP,
            "%s; it gets closer by %.0f records/s, about %s to go"
                .formatted(far, closing.getAsDouble(), length(seconds))));
  }

  private static String length(double seconds) {
    if (seconds < 120) {
      return Math.max(1, Math.round(seconds)) + " s";
    }
    return seconds < 7_200 ? Math.round(seconds / 60) + " min" : Math.round(seconds / 3_600) + " h";
  }

  /**
   * Judges a partition that this process doesn't hold.
   *
   * @param known whether its position row was read lately, and nobody holds it back
   */
  Optional<Finding> elsewhere(PartitionFlow flow, boolean known, Moment now) {
    OptionalLong end = flow.logEnd();
    boolean unclaimed = flow.position().isEmpty() && end.isPresent() && end.getAsLong() > 0;
    boolean waits = known && (unclaimed || flow.lag().orElse(0) > 0);
    marks.note(flow, place(flow), waits, now.nanos());
    Duration standing = marks.standing(flow.partition(), now.nanos());
    if (!waits || standing.compareTo(limits.unattended()) <= 0) {
      return Optional.empty();
    }
    String who = flow.owner().isEmpty() ? "" : "; its last owner is " + flow.owner();
    return Optional.of(
        Finding.of(
            flow,
            HealthCause.UNATTENDED,
            unclaimed
                ? "has records up to offset %d, and nobody has ever taken it over"
                    .formatted(end.getAsLong())
                : "has stood at offset %d for %d s%s%s"
                    .formatted(
                        flow.position().orElseThrow(), standing.toSeconds(), waits(flow), who)));
  }

  private static Object place(PartitionFlow flow) {
    @Nullable Instant countedUntil = flow.countedUntil();
    return List.of(flow.position(), countedUntil == null ? Instant.MIN : countedUntil);
  }
}
