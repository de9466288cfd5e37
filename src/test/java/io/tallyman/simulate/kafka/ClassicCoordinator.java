package io.tallyman.simulate.kafka;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of the classic protocol, with its group leader's assignor. A rebalance is a
 * barrier: it waits until every member has joined anew, and puts out those who don't in time.
 */
final class ClassicCoordinator extends Coordinator {

  /** What a member hears. */
  enum Standing {
    /** All is well. */
    STABLE,
    /** A rebalance waits for it. */
    REBALANCING,
    /** It isn't a member. */
    UNKNOWN,
    /** Another one has taken its place. */
    FENCED
  }

  /** The longest that a rebalance takes once everybody has joined. */
  private static final long LONGEST_SYNC = 500_000_000;

  private final Set<String> fenced = new HashSet<>();
  private boolean rebalancing;
  private long began;
  private long completesAt;

  ClassicCoordinator(
      SimulatedTopic topic, GroupSettings settings, LongSupplier ticker, Chance chance) {
    super(topic, settings, ticker, chance);
  }

  @Override
  void changed() {
    if (!rebalancing) {
      rebalancing = true;
      began = ticker.getAsLong();
      completesAt = began + random.nextLong(LONGEST_SYNC);
    }
  }

  @Override
  boolean isPatientWith(Member member) {
    return member.joined;
  }

  @Override
  void tick() {
    super.tick();
    if (rebalancing) {
      complete();
    }
  }

  private void complete() {
    long now = ticker.getAsLong();
    boolean over = now - began > settings.pollInterval().toNanos();
    List<Member> missing = new ArrayList<>();
    for (Member member : members()) {
      if (!member.joined) {
        missing.add(member);
      }
    }
    if (over) {
      missing.forEach(this::remove);
    }
    if (over || (missing.isEmpty() && now >= completesAt)) {
      rebalancing = false;
      notes.note("group", () -> "completes a rebalance");
      share();
      assign();
    }
  }

  private void assign() {
    Map<String, SortedSet<Slot>> assigned = new TreeMap<>();
    for (Member member : members()) {
      SortedSet<Slot> given = new TreeSet<>(member.target);
      // what another one still has becomes its own in the next round
      given.removeIf(slot -> !isFreeFor(slot, member));
      assigned.put(member.id, given);
    }
    for (Member member : members()) {
      member.held.clear();
      member.held.addAll(assigned.getOrDefault(member.id, new TreeSet<>()));
      member.joined = false;
      member.heardNanos = ticker.getAsLong();
    }
  }

  /**
   * A member, or a newcomer, joins the rebalance, or causes one.
   *
   * @param memberId null for a newcomer
   * @param owned what it has
   * @return its id
   * @throws FencedInstanceIdException where another one has taken its place
   */
  String join(@Nullable String memberId, @Nullable String instanceId, SortedSet<Slot> owned) {
    tick();
    if (memberId != null && fenced.contains(memberId)) {
      throw new FencedInstanceIdException("Another member has taken the place of " + memberId);
    }
    Member member = memberId == null ? null : member(memberId);
    Member earlier = instance(instanceId);
    if (member == null && earlier != null) {
      fenced.add(earlier.id);
      member = replace(earlier, newId());
      if (!rebalancing && isShared()) {
        return member.id; // it has what the earlier one had, and the others don't notice
      }
    } else if (member == null) {
      member = add(newId(), instanceId);
    }
    changed();
    member.joined = true;
    member.held.clear();
    if (settings.protocol() == GroupProtocol.COOPERATIVE) {
      member.held.addAll(owned);
    }
    return member.id;
  }

  /**
   * Whether every partition is somebody's. If a cooperative round took some from a static member
   * that wasn't there, nobody else asks for the next round.
   */
  private boolean isShared() {
    int held = 0;
    for (Member member : members()) {
      held += member.held.size();
    }
    return held >= topic.partitions();
  }

  /** A member says that it lives, and hears how it stands. */
  Standing heartbeat(String memberId) {
    tick();
    Member member = member(memberId);
    if (member == null) {
      return fenced.contains(memberId) ? Standing.FENCED : Standing.UNKNOWN;
    }
    member.heardNanos = ticker.getAsLong();
    return rebalancing && !member.joined ? Standing.REBALANCING : Standing.STABLE;
  }

  /** What a member has by the last rebalance; null while it waits for the end of one. */
  @Nullable SortedSet<Slot> assignment(String memberId) {
    tick();
    Member member = member(memberId);
    return member == null || member.joined ? null : new TreeSet<>(member.held);
  }

  /** A member goes; a static one doesn't say so. */
  void leave(String memberId) {
    tick();
    Member member = member(memberId);
    if (member != null && !member.isStatic()) {
      remove(member);
    }
  }
}
