package io.tallyman.simulate.kafka;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the coordinators of all protocols do: know the members and the topic, and lose patience. */
abstract sealed class Coordinator permits ConsumerCoordinator, ClassicCoordinator {

  private static final UUID ANY = new UUID(0, 0);

  final GroupSettings settings;
  final LongSupplier ticker;
  final RandomGenerator random;
  final Notes notes;

  final SimulatedTopic topic;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private UUID seenId;
  private int seenPartitions;
  private long noticesAt = Long.MAX_VALUE;
  private int ids;

  Coordinator(SimulatedTopic topic, GroupSettings settings, LongSupplier ticker, Chance chance) {
    this.topic = topic;
    this.settings = settings;
    this.ticker = ticker;
    this.random = chance.random();
    this.notes = chance.notes();
    this.seenId = id();
    this.seenPartitions = topic.partitions();
  }

  /** Something about the members or the topic has changed. */
  abstract void changed();

  /** A member that isn't heard of for this long is put out. */
  abstract boolean isPatientWith(Member member);

  /** Goes on with what time brings; called before anything else is done. */
  void tick() {
    noticeTopic();
    long now = ticker.getAsLong();
    List<Member> late = new ArrayList<>();
    for (Member member : members.values()) {
      if (now - member.heardNanos > settings.session().toNanos() && !isPatientWith(member)) {
        late.add(member);
      }
    }
    for (Member member : late) {
      notes.note("group", () -> "puts out " + member.id + ", not heard of");
      remove(member);
    }
  }

  private void noticeTopic() {
    if (seenId.equals(id()) && seenPartitions == topic.partitions()) {
      return;
    }
    long now = ticker.getAsLong();
    if (noticesAt == Long.MAX_VALUE) {
      noticesAt = now + random.nextLong(settings.metadata().toNanos() + 1);
    }
    if (now >= noticesAt) {
      noticesAt = Long.MAX_VALUE;
      seenId = id();
      seenPartitions = topic.partitions();
      changed();
    }
  }

  /** The classic protocols don't tell a topic from another of the same name. */
  private UUID id() {
    return settings.protocol() == GroupProtocol.CONSUMER ? topic.id() : ANY;
  }

  /** The coordinator was away: everybody's session begins anew. */
  void forgive() {
    long now = ticker.getAsLong();
    members.values().forEach(member -> member.heardNanos = now);
  }

  /** Decides who shall have what. */
  void share() {
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < seenPartitions; i++) {
      slots.add(new Slot(seenId, i));
    }
    Member.share(slots, List.copyOf(members.values()));
  }

  /** Decides anew, without regard to who has what. */
  void reshuffle() {
    List<TreeSet<Slot>> targets = new ArrayList<>();
    members.values().forEach(member -> targets.add(new TreeSet<>(member.target)));
    int shift = targets.isEmpty() ? 0 : random.nextInt(targets.size());
    Iterator<Member> each = members.values().iterator();
    for (int i = 0; i < targets.size(); i++) {
      Member member = each.next();
      member.target.clear();
      member.target.addAll(targets.get((i + shift) % targets.size()));
    }
  }

  /** An id that no member had so far. */
  String newId() {
    return "member-" + ++ids;
  }

  Member add(String id, @Nullable String instanceId) {
    Member member = new Member(id, instanceId, ticker.getAsLong());
    members.put(id, member);
    return member;
  }

  /** A newcomer takes an earlier member's place. */
  Member replace(Member earlier, String id) {
    members.remove(earlier.id);
    Member newcomer = add(id, earlier.instanceId);
    newcomer.inherit(earlier);
    return newcomer;
  }

  void remove(Member member) {
    members.remove(member.id);
    changed();
  }

  @Nullable Member member(String id) {
    return members.get(id);
  }

  @Nullable Member instance(@Nullable String instanceId) {
    if (instanceId == null) {
      return null;
    }
    for (Member member : members.values()) {
      if (instanceId.equals(member.instanceId)) {
        return member;
      }
    }
    return null;
  }

  /** In the order in which they came. */
  Iterable<Member> members() {
    return members.values();
  }

  /** Whether nobody but this member has a slot, or may still have it. */
  boolean isFreeFor(Slot slot, Member wants) {
    for (Member member : members.values()) {
      if (member != wants && member.held.contains(slot)) {
        return false;
      }
    }
    return true;
  }
}
