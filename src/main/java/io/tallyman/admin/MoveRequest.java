package io.tallyman.admin;

import static io.tallyman.admin.Parameters.shown;

import io.tallyman.store.SourceStanding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an operator asks of the positions of a source.
 *
 * @param action what is to be done
 * @param source whose positions
 * @param partition the one partition that is meant, where one is named
 * @param target where they are to be moved
 * @param reason the operator's own words; may be empty
 * @param token which plan is to be carried out; empty to see the plan only
 */
record MoveRequest(
    Action action,
    SourceTopic source,
    OptionalInt partition,
    MoveTarget target,
    String reason,
    Optional<String> token) {

  /** How they are named in a call. */
  static final Set<String> PARAMETERS =
      Set.of("action", "source", "partition", "to", "reason", "token");

  /** What can be done to a position. */
  enum Action {
    /** Leave offsets of the topic out. */
    SKIP,
    /** Begin anew: in a topic that was made anew, or at offsets that nobody has counted. */
    RESET;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws Refused when a parameter is missing, unknown or wrong
   */
  static MoveRequest of(Parameters parameters, List<SourceTopic> sources) {
    Action action = action(parameters);
    SourceTopic source = SourceTopic.named(parameters, sources);
    OptionalInt partition =
        source.partition(parameters, "all of " + source.source() + " that have an open loss");
    return new MoveRequest(
        action,
        source,
        partition,
        MoveTarget.of(parameters, source, partition),
        parameters.reason(),
        token(parameters));
  }

  private static Action action(Parameters parameters) {
    String given =
        parameters
            .optional("action")
            .orElseThrow(() -> new Refused("action is missing; it is skip or reset"));
    return switch (given) {
      case "skip" -> Action.SKIP;
      case "reset" -> Action.RESET;
      default -> throw new Refused("action is " + shown(given) + "; it is skip or reset");
    };
  }

  private static Optional<String> token(Parameters parameters) {
    Optional<String> token = parameters.optional("token");
    if (token.isPresent() && !token.get().matches("[0-9a-f]{16}")) {
      throw new Refused(
          "token is "
              + shown(token.get())
              + "; it is the 16 hex digits that the same call without token answers");
    }
    return token;
  }

  /** The partitions that are meant: those that are named, or those that lost something. */
  SortedSet<Integer> partitions(SourceStanding standing) {
    SortedSet<Integer> partitions = new TreeSet<>();
    if (target instanceof MoveTarget.Offsets named) {
      partitions.addAll(named.offsets().keySet());
    } else if (partition.isPresent()) {
      partitions.add(partition.getAsInt());
    } else {
      standing.openLosses().forEach(loss -> partitions.add(loss.partition().number()));
    }
    if (partitions.isEmpty()) {
      throw new Refused(
          "no partition of "
              + source.source()
              + " has an open loss, so none stands still; name the one to move with partition=N");
    }
    return partitions;
  }
}
