package io.tallyman.store;

import java.util.Locale;

/** What a version of a rollup is to its readers. */
public enum RollupState {
  /** It is being filled beside the version that is read. */
  BUILDING,
  /** The rollup's view reads it. */
  READY,
  /** Another version took its place. */
  RETIRED;

  /** The state in lower case, as the database and the operator see it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RollupState ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
