package io.tallyman.simulate.kafka;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The client's side of the group: what it believes, and when it gets to know better. */
abstract sealed class Membership permits ConsumerMembership, ClassicMembership {

  final @Nullable String instanceId;
  final GroupSettings settings;
  final LongSupplier ticker;
  final RandomGenerator random;
  final Assignment assignment;

  /** Whether a request would get to the coordinator now. */
  final BooleanSupplier reaches;

  /** The member's id; null while it isn't one, to its own knowledge. */
  @Nullable String memberId;

  /** Whether it was put out, or left, and the listener doesn't know yet. */
  boolean lost;

  long heartbeatNanos;

  private long pollNanos;
  private @Nullable KafkaException fatal;

  Membership(
      Coordinator coordinator,
      @Nullable String instanceId,
      Assignment assignment,
      BooleanSupplier reaches) {
    this.instanceId = instanceId;
    this.settings = coordinator.settings;
    this.ticker = coordinator.ticker;
    this.random = coordinator.random;
    this.assignment = assignment;
    this.reaches = reaches;
    this.pollNanos = ticker.getAsLong();
    this.heartbeatNanos = pollNanos;
  }

  /** The background's turn: it runs while the process does, whether the client polls or not. */
  abstract void heartbeat();

  /** What of a poll belongs to the group, once the poll was noted. */
  abstract void takePart();

  /** Says goodbye to the coordinator, where it can. */
  abstract void sayGoodbye(String member);

  /**
   * The group's part of a poll: here the listener is told.
   *
   * @throws KafkaException where the membership has ended for good
   */
  final void poll() {
    throwIfEnded();
    long now = ticker.getAsLong();
    boolean due = now - heartbeatNanos >= settings.heartbeat().toNanos();
    if (due && random.nextInt(4) > 0) {
      heartbeat(); // who is first after a stall, the background or the poll, is chance
      throwIfEnded();
    }
    pollNanos = now;
    if (lost) {
      assignment.lose();
      lost = false;
    }
    takePart();
    throwIfEnded();
  }

  private void throwIfEnded() {
    if (fatal != null) {
      throw fatal;
    }
  }

  final void end(KafkaException why) {
    fatal = why;
  }

  final boolean hasEnded() {
    return fatal != null;
  }

  final boolean isLateToPoll() {
    return ticker.getAsLong() - pollNanos > settings.pollInterval().toNanos();
  }

  /** It isn't a member any more, which the listener hears at the next poll. */
  final void noteLoss() {
    memberId = null;
    lost = true;
  }

  /** Gives everything back and leaves. */
  final void close() {
    String member = memberId;
    if (member == null || lost) {
      assignment.lose();
    } else {
      if (!assignment.isEmpty()) {
        assignment.revoke(assignment.owned());
      }
      if (reaches.getAsBoolean()) {
        sayGoodbye(member);
      }
    }
    memberId = null;
  }
}
