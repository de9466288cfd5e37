package io.tallyman.admin.health;

import io.tallyman.event.SourcePartition;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where one partition of a source stands against the end of its log.
 *
 * @param partition which partition
 * @param held whether a lane of this process holds it; else the rest is from its position row
 * @param position the first offset that isn't in the store; empty where it isn't known
 * @param logEnd the stable end of its log; empty where that isn't known now
 * @param countedUntil every record that was in it at this time is counted; null where not known
 * @param owner who claimed it last, as its position row says; empty where this process holds it or
 *     nobody ever did
 */
public record PartitionFlow(
    SourcePartition partition,
    boolean held,
    OptionalLong position,
    OptionalLong logEnd,
    @Nullable Instant countedUntil,
    String owner) {

  /** How many offsets it is behind; empty where that isn't known. */
  public OptionalLong lag() {
    return position.isPresent() && logEnd.isPresent()
        ? OptionalLong.of(Math.max(0, logEnd.getAsLong() - position.getAsLong()))
        : OptionalLong.empty();
  }

  /** How old what is known to be complete is; null where that isn't known. */
  public @Nullable Duration age(Instant now) {
    Instant known = countedUntil;
    if (known == null) {
      return null;
    }
    Duration age = Duration.between(known, now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
