package io.tallyman.store;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * Two numbers that must be one and aren't.
 *
 * @param check which check doesn't hold
 * @param partition of which partition; empty where it is about all of them
 * @param difference by how much, in offsets or records; what is too few is negative
 * @param sentence what, where, by how much, and the remedy
 */
public record Imbalance(Check check, OptionalInt partition, long difference, String sentence) {

  /** What must hold. */
  public enum Check {
    /** A range is as long as its served records and its absent offsets together. */
    LENGTH,
    /** Every served record has one outcome. */
    OUTCOMES,
    /** No offset is in two ranges. */
    OVERLAP,
    /** The position has passed all that is counted, so that nothing of it is counted again. */
    POSITION,
    /** The cells hold as many records as the ledger has counted. */
    RECORDS,
    /** A measure that counts records sums to what the ledger has counted. */
    COUNT_MEASURE;

    /** The check in lower case, as operators and programs see it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
