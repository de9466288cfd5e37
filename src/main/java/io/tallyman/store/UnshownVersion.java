package io.tallyman.store;

import io.tallyman.rollup.RollupId;
import io.tallyman.rollup.RollupTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A version that hosts of a configuration feed while the rollup's view shows another, which they
 * don't feed: what people read stands still, by design, until somebody turns the view.
 *
 * @param fed the version that is fed
 * @param state what it is to its readers: building or retired
 * @param registeredAt when it was first known; it can't have counted anything before
 * @param shown the version that the view shows
 */
public record UnshownVersion(
    RollupId fed, RollupState state, Instant registeredAt, RollupId shown) {

  /**
   * Those of a configuration.
   *
   * @param configured the rollups of the configuration
   * @param registered all versions that the database knows
   */
  public static List<UnshownVersion> among(
      Collection<RollupTable> configured, Collection<RegisteredRollup> registered) {
    Set<RollupId> fed = configured.stream().map(RollupTable::id).collect(Collectors.toSet());
    return registered.stream()
        .filter(each -> each.state() == RollupState.READY && !fed.contains(each.id()))
        .flatMap(
            shown ->
                registered.stream()
                    .filter(each -> fed.contains(each.id()))
                    .filter(each -> each.id().name().equals(shown.id().name()))
                    .map(
                        each ->
                            new UnshownVersion(
                                each.id(), each.state(), each.createdAt(), shown.id())))
        .toList();
  }

  /** The same in one sentence, with the remedy. */
  public String sentence() {
    return "the view "
        + shown.name()
        + " shows version "
        + shown.version()
        + ", which hosts with this configuration don't feed: they feed version "
        + fed.version()
        + " ("
        + state.code()
        + "), which has nothing that was read before "
        + registeredAt.truncatedTo(ChronoUnit.SECONDS)
        + "; to turn the view to that one: java -jar tallyman.jar migrate config.yml --switch "
        + shown.name();
  }
}
