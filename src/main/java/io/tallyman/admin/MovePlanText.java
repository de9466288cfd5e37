package io.tallyman.admin;

import io.tallyman.event.OffsetRange;
import io.tallyman.store.PositionMove;
import org.jspecify.annotations.Nullable;

/** A {@link MovePlan} for a person to read. */
final class MovePlanText {

  private MovePlanText() {}

  /** What it does to which partitions, and to which rollups. */
  static String of(MovePlan plan) {
    TextTable moves =
        new TextTable("partition", "topic id", "position", "becomes", "effect", "settles");
    for (PositionMove move : plan.moves()) {
      moves.line(
          move.before().partition().number(),
          move.changesTopic() ? move.before().topicId() + " -> " + move.topicId() : move.topicId(),
          move.before().nextOffset(),
          move.nextOffset(),
          effect(move, plan.logs().get(move.before().partition().number())),
          MovePlan.losses(move));
    }
    TextTable rollups = new TextTable("rollup", "version", "state");
    plan.rollups()
        .forEach(each -> rollups.line(each.id().name(), each.id().version(), each.state().code()));
    return moves.under(
            plan.action().code()
                + " in source "
                + plan.source().source()
                + ", topic "
                + plan.source().topic())
        + "\n"
        + rollups.under("rollups that this changes");
  }

  private static String effect(PositionMove move, @Nullable OffsetRange log) {
    String skips = counted(move.skipped().length()) + " " + move.skipped() + " won't be counted";
    if (move.changesTopic()) {
      return "begins anew" + readable(move, log) + (move.skipped().isEmpty() ? "" : "; " + skips);
    } else if (move.goesBack()) {
      long again = move.before().nextOffset() - move.nextOffset();
      return counted(again) + " will be counted that no rollup has counted";
    }
    if (!move.skipped().isEmpty()) {
      return skips;
    }
    return move.nextOffset() == move.before().nextOffset()
        ? "goes on where it stands"
        : "goes on after what is counted already";
  }

  private static String readable(PositionMove move, @Nullable OffsetRange log) {
    if (log == null || log.next() < move.nextOffset()) {
      return "";
    }
    OffsetRange there = new OffsetRange(move.nextOffset(), log.next());
    return ": " + counted(there.length()) + " " + there + " so far";
  }

  private static String counted(long offsets) {
    return offsets + (offsets == 1 ? " offset" : " offsets");
  }
}
