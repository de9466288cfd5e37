package io.tallyman.simulate.kafka;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of KIP-848. Each member is told, in the answer to its heartbeat, what it has: it
 * first gives up what isn't meant for it any more, and what it has given up goes to another.
 */
final class ConsumerCoordinator extends Coordinator {

  ConsumerCoordinator(
      SimulatedTopic topic, GroupSettings settings, LongSupplier ticker, Chance chance) {
    super(topic, settings, ticker, chance);
  }

  @Override
  void changed() {
    share();
  }

  @Override
  boolean isPatientWith(Member member) {
    return false;
  }

  /**
   * A client becomes a member, or is one again.
   *
   * @param id the client's, for as long as it lives
   * @throws UnreleasedInstanceIdException where another client of the same instance id is there
   */
  void join(String id, @Nullable String instanceId) {
    tick();
    Member itself = member(id);
    Member there = instance(instanceId);
    if (itself != null) {
      itself.gone = false;
      itself.heardNanos = ticker.getAsLong();
    } else if (there != null && !there.gone) {
      throw new UnreleasedInstanceIdException("Static member " + instanceId + " is still there");
    } else if (there != null) {
      replace(there, id);
    } else {
      add(id, instanceId);
      changed();
    }
  }

  /**
   * A member says that it lives.
   *
   * @param owned what it has, now that its callbacks have run
   * @return what it may have now, to be freed of the rest; null where it isn't a member any more
   */
  @Nullable SortedSet<Slot> heartbeat(String memberId, SortedSet<Slot> owned) {
    tick();
    Member member = member(memberId);
    if (member == null || member.gone) {
      return null;
    }
    member.heardNanos = ticker.getAsLong();
    member.held.removeIf(slot -> !member.target.contains(slot) && !owned.contains(slot));
    if (member.target.containsAll(member.held)) {
      for (Slot slot : member.target) {
        if (isFreeFor(slot, member)) {
          member.held.add(slot);
        }
      }
      return new TreeSet<>(member.held);
    }
    SortedSet<Slot> kept = new TreeSet<>(member.held);
    kept.retainAll(member.target);
    return kept;
  }

  /** A member goes; what a static one has is kept for it until its session ends. */
  void leave(String memberId) {
    tick();
    Member member = member(memberId);
    if (member != null && member.isStatic()) {
      member.gone = true;
      member.heardNanos = ticker.getAsLong();
    } else if (member != null) {
      remove(member);
    }
  }
}
