package io.tallyman.store;

import io.tallyman.rollup.StoreUnavailable;
import java.util.List;

/** The positions of a source, as an operator moves them. Thread-safe. */
public interface PositionMoves {

  /** Decides on rows that nobody can change meanwhile. It may throw: nothing is changed then. */
  @FunctionalInterface
  interface Decision {

    /**
     * What is to be done.
     *
     * @param locked the source as it stands; its positions stay as they are until this is done
     */
    List<PositionMove> on(SourceStanding locked);
  }

  /**
   * The source as it stands now, without holding anybody up.
   *
   * @throws StoreUnavailable when the store can't answer now
   */
  SourceStanding standing(String source, String topic);

  /**
   * Moves positions in one transaction, all or none. Each gets a new owner epoch, so whoever reads
   * the partition is fenced and has to claim anew. Settles the losses that the moves answer, and
   * writes down what they skip.
   *
   * @throws StoreUnavailable when the store can't do it now; the message says whether nothing was
   *     changed or that this isn't known
   */
  void move(String source, String topic, OperatorNote note, Decision decision);
}
