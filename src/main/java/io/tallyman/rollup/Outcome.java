package io.tallyman.rollup;

/**
 * What becomes of one record in one rollup. (Duplicates are part of the ledger's contract; nothing
 * tells them apart yet.)
 */
enum Outcome {
  COUNTED,
  FILTERED,
  LATE,
  EARLY,
  REJECTED
}
