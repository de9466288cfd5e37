package io.tallyman.store;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Loss;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * How an operator moves the position of one partition.
 *
 * @param before where it stands
 * @param topicId the topic that the new position belongs to
 * @param nextOffset the new position: the first offset that is counted from then on
 * @param skipped offsets of that topic that are left out by it; empty where none are
 * @param settles the open losses that it answers
 */
public record PositionMove(
    StoredPosition before, UUID topicId, long nextOffset, OffsetRange skipped, List<Loss> settles) {

  public PositionMove {
    settles = List.copyOf(settles);
  }

  /** Whether the new position belongs to a topic that was made anew. */
  public boolean changesTopic() {
    return !topicId.equals(before.topicId());
  }

  /** Whether offsets before the old position are read again. */
  public boolean goesBack() {
    return !changesTopic() && nextOffset < before.nextOffset();
  }

  /**
   * What is lost of the topic that is left and no loss tells yet: an operator may have seen that it
   * was made anew before any lane did, and a lane before the database was put back. Empty where the
   * topic stays.
   */
  public Optional<Loss> leaves() {
    if (!changesTopic()) {
      return Optional.empty();
    }
    long from = before.nextOffset();
    List<Long> told =
        settles.stream()
            .filter(each -> each.kind() == Loss.Kind.RECREATED)
            .filter(each -> each.topicId().equals(before.topicId()))
            .map(each -> each.range().first())
            .toList();
    long known = told.stream().filter(first -> first > from).min(Long::compare).orElse(from);
    return told.contains(from) ? Optional.empty() : Optional.of(left(new OffsetRange(from, known)));
  }

  private Loss left(OffsetRange lost) {
    String detail =
        "the topic was made anew: its id was "
            + before.topicId()
            + ", is "
            + topicId
            + "; the old one is counted up to "
            + before.nextOffset()
            + ", and nobody saw how far it went";
    return new Loss(before.partition(), before.topicId(), lost, Loss.Kind.RECREATED, detail);
  }

  /**
   * The leader epoch of the last record before the new position, by which Kafka is asked whether
   * its log is still the one that was counted. Empty where nothing was counted right before it, or
   * where a truncation up to there is accepted: to ask again would find the same again.
   */
  public OptionalInt leaderEpoch() {
    boolean stays = !changesTopic() && nextOffset == before.nextOffset();
    return stays && settles.stream().noneMatch(this::isTruncatedUpToHere)
        ? before.leaderEpoch()
        : OptionalInt.empty();
  }

  private boolean isTruncatedUpToHere(Loss loss) {
    return loss.kind() == Loss.Kind.TRUNCATION
        && loss.topicId().equals(topicId)
        && loss.range().next() >= nextOffset;
  }
}
