package io.tallyman.simulate.kafka;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the coordinator knows of a member. */
final class Member {

  final String id;
  final @Nullable String instanceId;

  /** What it shall have in the end. */
  final TreeSet<Slot> target = new TreeSet<>();

  /** What it has, or may still have: nobody else gets it. */
  final TreeSet<Slot> held = new TreeSet<>();

  /** When it was heard of last. */
  long heardNanos;

  /** Static, and gone for a while: what it holds is kept for it. */
  boolean gone;

  /** Classic: it waits for the rebalance to end. */
  boolean joined;

  Member(String id, @Nullable String instanceId, long nowNanos) {
    this.id = id;
    this.instanceId = instanceId;
    this.heardNanos = nowNanos;
  }

  boolean isStatic() {
    return instanceId != null;
  }

  /** Takes the place of an earlier member with the same instance id. */
  void inherit(Member earlier) {
    target.addAll(earlier.target);
    held.addAll(earlier.held);
    joined = earlier.joined;
  }

  /** Shares the slots evenly, and leaves as many as possible where they are. */
  static void share(Collection<Slot> slots, List<Member> members) {
    TreeSet<Slot> free = new TreeSet<>(slots);
    for (Member member : members) {
      member.target.retainAll(free);
      free.removeAll(member.target);
    }
    if (members.isEmpty()) {
      return;
    }
    int least = slots.size() / members.size();
    int withOneMore = slots.size() % members.size();
    for (Member member : members) {
      boolean oneMore = member.target.size() > least && withOneMore > 0;
      withOneMore -= oneMore ? 1 : 0;
      while (member.target.size() > least + (oneMore ? 1 : 0)) {
        free.add(member.target.pollLast());
      }
    }
    for (Slot slot : free) {
      fewest(members).target.add(slot);
    }
  }

  private static Member fewest(List<Member> members) {
    return members.stream()
        .min(Comparator.comparingInt(member -> member.target.size()))
        .orElseThrow();
  }
}
