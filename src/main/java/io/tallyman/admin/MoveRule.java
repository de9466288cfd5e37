package io.tallyman.admin;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Loss;
import io.tallyman.store.PositionMove;
import io.tallyman.store.StoredPosition;
import java.util.List;
import java.util.UUID;

/**
 * Where the position of one partition may go.
 *
 * @param name the partition, for people to read
 * @param position where it stands
 * @param topicId the topic's id now
 * @param log what can be read of the partition now
 * @param openLosses what was lost of it and isn't settled
 * @param counted what is counted of it, in the topic as it is now
 */
record MoveRule(
    String name,
    StoredPosition position,
    UUID topicId,
    OffsetRange log,
    List<Loss> openLosses,
    CountedOffsets counted) {

  /** Past offsets that are gone or not wanted. */
  PositionMove skip(MoveTarget target) {
    long from = position.nextOffset();
    if (isOtherTopic()) {
      throw refused(
          "belongs to a topic that is no more: it was deleted and made anew (its id was "
              + position.topicId()
              + ", is "
              + topicId
              + "); use action=reset");
    }
    if (log.next() < from) {
      throw refused(
          "stands at "
              + from
              + ", but its log ends at "
              + log.next()
              + ": it was truncated, and the offsets up to "
              + from
              + " are counted already; wait until the log has grown to "
              + from
              + " and skip then, or define a new version of the rollups");
    }
    long to = resolved(target, counted.firstUncounted(Math.max(from, log.first())));
    if (to < from) {
      throw refused(
          "stands at " + from + ", so it can't skip to " + to + "; to go back is a reset");
    }
    if (to > from && !(target instanceof MoveTarget.Start)) {
      requireThatItWasCompared(to);
    }
    if (to == from && openLosses.isEmpty()) {
      throw refused("stands at " + from + " and has no open loss: there is nothing to skip");
    }
    return move(to, new OffsetRange(Math.min(to, counted.firstMissing(from)), to));
  }

  /** To the beginning of a topic that was made anew, or back to offsets that nobody has counted. */
  PositionMove reset(MoveTarget target) {
    long to = resolved(target, log.first());
    if (isOtherTopic()) {
      return move(to, new OffsetRange(log.first(), to));
    }
    long from = position.nextOffset();
    if (to == from) {
      throw refused("stands at " + from + " already: there is nothing to reset");
    }
    if (to > from) {
      throw refused(
          "stands at "
              + from
              + " of the topic that is there now, and "
              + to
              + " is after that; to"
              + " leave offsets out is a skip");
    }
    return move(to, new OffsetRange(to, to));
  }

  /** What was counted beyond a truncation is compared with Kafka's log only where it stays. */
  private void requireThatItWasCompared(long to) {
    long from = position.nextOffset();
    boolean beyond =
        openLosses.stream()
            .filter(each -> each.kind() == Loss.Kind.TRUNCATION && each.topicId().equals(topicId))
            .anyMatch(each -> each.range().next() < from);
    if (beyond) {
      throw refused(
          "stands at "
              + from
              + ", further than the truncation that was found, so that it isn't known yet whether"
              + " Kafka's log is the one that was counted up to there; skip without to first, and"
              + " to "
              + to
              + " once it goes on");
    }
  }

  private boolean isOtherTopic() {
    return !topicId.equals(position.topicId());
  }

  private long resolved(MoveTarget target, long start) {
    if (target instanceof MoveTarget.Offsets named) {
      long to = named.offsets().getOrDefault(position.partition().number(), start);
      if (to < log.first() || to > log.next()) {
        throw refused(
            "can be read from "
                + log.first()
                + " to "
                + log.next()
                + " now, so "
                + to
                + " is out of range; give an offset in between");
      }
      return to;
    }
    return target instanceof MoveTarget.End ? log.next() : start;
  }

  private PositionMove move(long to, OffsetRange skipped) {
    counted
        .after(to)
        .ifPresent(
            entry -> {
              throw refused(
                  "can't be moved to "
                      + to
                      + ": offsets "
                      + new OffsetRange(Math.max(entry.range().first(), to), entry.range().next())
                      + " are counted in rollup "
                      + entry.rollup()
                      + " and would be counted twice; recounting is a new version of the rollup");
            });
    return new PositionMove(position, topicId, to, skipped, openLosses);
  }

  private Refused refused(String why) {
    return new Refused(name + " " + why);
  }
}
