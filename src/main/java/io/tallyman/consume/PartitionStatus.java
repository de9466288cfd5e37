package io.tallyman.consume;

import io.tallyman.event.SourcePartition;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How one partition that a lane holds stands, at some moment of the last second.
 *
 * @param partition which partition
 * @param state what the lane does with it
 * @param position the next offset to read; 0 while it is being claimed
 * @param stored the first offset that isn't in the store; empty while it is being claimed
 * @param ownerEpoch the epoch under which the lane owns it; 0 while it is being claimed
 * @param lag offsets between the stored position and the log's stable end, where both are known
 * @param countedUntil every record that was in the partition at this time is counted; null where
 *     not known
 * @param stop what kind of thing stopped it; null while it isn't stopped
 * @param cause why it isn't counted, in one sentence; empty while it is
 */
public record PartitionStatus(
    SourcePartition partition,
    State state,
    long position,
    OptionalLong stored,
    long ownerEpoch,
    OptionalLong lag,
    @Nullable Instant countedUntil,
    @Nullable Stop stop,
    String cause) {

  /** What kind of thing stops a partition until an operator decides. */
  public enum Stop {
    /** Offsets are lost, or the topic is another one. */
    LOSS,
    /** The store's own books contradict what comes next. */
    CONTRADICTION
  }

  /** What a lane does with a partition. */
  public enum State {
    /** Waiting for the store to hand it over. */
    CLAIMING,
    /** Being read and counted. */
    COUNTING,
    /** Held back by an operator's toggle; the lane stays in the group. */
    PAUSED,
    /**
     * Stopped, because offsets are lost or the topic is another one; going on is an operator's
     * decision.
     */
    STOPPED;

    /** The state in lower case, as the operator sees it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
