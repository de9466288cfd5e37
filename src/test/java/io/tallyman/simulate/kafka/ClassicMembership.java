package io.tallyman.simulate.kafka;

import java.util.SortedSet;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;

/** A client of the classic protocol. While it waits for a rebalance it reads what it has. */
final class ClassicMembership extends Membership {

  private final ClassicCoordinator coordinator;
  private boolean joins = true;
  private boolean waits;

  ClassicMembership(
      ClassicCoordinator coordinator,
      @Nullable String instanceId,
      Assignment assignment,
      BooleanSupplier reaches) {
    super(coordinator, instanceId, assignment, reaches);
    this.coordinator = coordinator;
  }

  @Override
  void heartbeat() {
    String member = memberId;
    if (hasEnded() || lost || member == null) {
      return;
    } else if (isLateToPoll()) {
      leaveUntilPolled(member);
    } else if (!waits && reaches.getAsBoolean()) {
      heartbeatNanos = ticker.getAsLong();
      hear(coordinator.heartbeat(member), member);
    }
  }

  /** A static member doesn't leave, it falls silent. */
  private void leaveUntilPolled(String member) {
    if (instanceId == null) {
      if (reaches.getAsBoolean()) {
        coordinator.leave(member);
      }
      noteLoss();
    }
  }

  private void hear(ClassicCoordinator.Standing standing, String member) {
    switch (standing) {
      case STABLE -> {}
      case REBALANCING -> joins = true;
      case UNKNOWN -> noteLoss();
      case FENCED -> end(fenced(member));
    }
  }

  private static FencedInstanceIdException fenced(String member) {
    return new FencedInstanceIdException("Another member has taken the place of " + member);
  }

  @Override
  void takePart() {
    if (memberId == null) {
      joins = true;
      waits = false;
    }
    if (!reaches.getAsBoolean()) {
      return;
    }
    if (joins && !waits) {
      join();
    }
    String member = memberId;
    if (waits && member != null) {
      heartbeatNanos = ticker.getAsLong();
      hear(coordinator.heartbeat(member), member);
      SortedSet<Slot> assigned = coordinator.assignment(member);
      if (assigned != null) {
        waits = false;
        become(assigned);
      }
    }
  }

  private void join() {
    if (settings.protocol() == GroupProtocol.EAGER && !assignment.isEmpty()) {
      assignment.revoke(assignment.owned());
    }
    joins = false;
    try {
      memberId = coordinator.join(memberId, instanceId, assignment.owned());
      waits = true;
    } catch (FencedInstanceIdException e) {
      end(e);
    }
  }

  private void become(SortedSet<Slot> assigned) {
    SortedSet<Slot> removed = assignment.owned();
    removed.removeAll(assigned);
    if (!removed.isEmpty()) {
      assignment.revoke(removed);
      joins = true; // so that others get it
    }
    assignment.assign(assigned);
  }

  @Override
  void sayGoodbye(String member) {
    coordinator.leave(member);
  }
}
