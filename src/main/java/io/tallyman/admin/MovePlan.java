package io.tallyman.admin;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Loss;
import io.tallyman.store.PositionMove;
import io.tallyman.store.RegisteredRollup;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Exactly what a request would do.
 *
 * @param action what is asked for
 * @param source whose positions
 * @param moves in the order of the partitions, at least one
 * @param rollups the versions that the source feeds
 * @param logs what can be read of each partition now; logs grow, so this is in no token
 */
record MovePlan(
    MoveRequest.Action action,
    SourceTopic source,
    List<PositionMove> moves,
    List<RegisteredRollup> rollups,
    Map<Integer, OffsetRange> logs) {

  private static final int TOKEN_BYTES = 8;

  MovePlan {
    moves = List.copyOf(moves);
    rollups = List.copyOf(rollups);
    logs = Map.copyOf(logs);
  }

  /**
   * The plan, one line for each thing that it does. Two plans that do the same have the same lines;
   * who owns the positions meanwhile is not in them.
   */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(action.code() + " in source " + source.source() + ", topic " + source.topic());
    moves.forEach(move -> lines.add(line(move)));
    rollups.forEach(rollup -> lines.add("rollup " + rollup.id() + ", " + rollup.state().code()));
    return lines;
  }

  private static String line(PositionMove move) {
    return "partition "
        + move.before().partition().number()
        + ": from "
        + move.before().nextOffset()
        + " of topic id "
        + move.before().topicId()
        + " to "
        + move.nextOffset()
        + " of "
        + move.topicId()
        + ", skips "
        + move.skipped()
        + ", settles "
        + losses(move);
  }

  /** The losses that a move settles, in a few words. */
  static String losses(PositionMove move) {
    return move.settles().isEmpty()
        ? "nothing"
        : move.settles().stream().map(MovePlan::loss).collect(Collectors.joining(", "));
  }

  private static String loss(Loss loss) {
    return loss.kind().code()
        + (loss.range().isEmpty() ? " at " + loss.range().first() : " " + loss.range());
  }

  /** 16 hex digits that no other plan has. */
  String token() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", lines()).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, TOKEN_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The moves' new offsets, as the parameter {@code to} takes them. */
  String targets() {
    return moves.stream()
        .map(move -> move.before().partition().number() + ":" + move.nextOffset())
        .collect(Collectors.joining(","));
  }
}
