package io.tallyman.simulate.kafka;

import java.util.SortedSet;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.jspecify.annotations.Nullable;

/** A client of KIP-848: the answers to its heartbeats say what it has; a poll makes it so. */
final class ConsumerMembership extends Membership {

  private final ConsumerCoordinator coordinator;
  private final String clientId;
  private @Nullable SortedSet<Slot> told;
  private boolean joins;
  private boolean owesAnswer;

  ConsumerMembership(
      ConsumerCoordinator coordinator,
      @Nullable String instanceId,
      Assignment assignment,
      BooleanSupplier reaches) {
    super(coordinator, instanceId, assignment, reaches);
    this.coordinator = coordinator;
    this.clientId = coordinator.newId();
  }

  @Override
  void heartbeat() {
    String member = memberId;
    if (hasEnded() || lost) {
      return;
    } else if (member != null && isLateToPoll()) {
      if (reaches.getAsBoolean()) {
        coordinator.leave(member);
      }
      noteLoss();
      joins = false; // until it polls
    } else if (reaches.getAsBoolean() && (member != null || joins)) {
      speak(member);
    }
  }

  private void speak(@Nullable String member) {
    heartbeatNanos = ticker.getAsLong();
    if (member == null) {
      try {
        coordinator.join(clientId, instanceId);
        memberId = clientId;
      } catch (UnreleasedInstanceIdException e) {
        end(e);
      }
      return;
    }
    owesAnswer = false;
    told = coordinator.heartbeat(member, assignment.owned());
    if (told == null) {
      noteLoss();
    }
  }

  @Override
  void takePart() {
    joins = true;
    SortedSet<Slot> shall = told;
    told = null;
    if (memberId != null && shall != null) {
      become(shall);
    }
    if ((memberId == null || owesAnswer) && random.nextInt(4) > 0) {
      heartbeat();
    }
  }

  private void become(SortedSet<Slot> shall) {
    SortedSet<Slot> removed = assignment.owned();
    if (removed.equals(shall)) {
      return;
    }
    removed.removeAll(shall);
    if (!removed.isEmpty()) {
      assignment.revoke(removed);
    }
    assignment.assign(shall);
    owesAnswer = true;
  }

  @Override
  void sayGoodbye(String member) {
    coordinator.leave(member);
  }
}
