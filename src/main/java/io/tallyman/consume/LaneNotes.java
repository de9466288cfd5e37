package io.tallyman.consume;

import java.util.function.LongSupplier;

/**
 * What a lane keeps when it takes a new consumer: its budgets of a minute, which must not begin
 * anew.
 *
 * @param name the lane's name: its source, a hyphen and a number
 * @param rejects the log of its rejected records
 * @param whole which of its dead letters are kept whole
 */
record LaneNotes(String name, RejectLog rejects, WholeLetters whole) {

  static LaneNotes of(String name, LaneTuning tuning, LongSupplier ticker) {
    return new LaneNotes(
        name,
        new RejectLog(ticker, () -> tuning.values().loggedRejects()),
        new WholeLetters(ticker, () -> tuning.values().wholeLetters()));
  }
}
