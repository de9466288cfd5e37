package io.tallyman.store;

import org.jspecify.annotations.Nullable;

/**
 * One setting before and after.
 *
 * @param before the setting as it stands; null where there is none
 * @param after what takes its place; null where it is taken away
 */
public record SettingChange(@Nullable StoredSetting before, @Nullable StoredSetting after) {

  /**
   * @throws IllegalArgumentException where it changes nothing there is, or makes one setting of
   *     another
   */
  public SettingChange {
    if (before == null && after == null) {
      throw new IllegalArgumentException("a change has something before it, or after it");
    }
    if (before != null && after != null && !before.key().equals(after.key())) {
      throw new IllegalArgumentException(before.key() + " can't become " + after.key());
    }
  }

  /** What is changed. */
  public SettingKey key() {
    if (after != null) {
      return after.key();
    }
    if (before != null) {
      return before.key();
    }
    throw new IllegalStateException("a change has something before it, or after it");
  }
}
