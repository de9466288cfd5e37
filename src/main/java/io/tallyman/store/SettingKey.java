package io.tallyman.store;

import java.util.Comparator;

/**
 * What a setting is for. There is one value for each at most.
 *
 * @param kind what is set: {@code consumer}, {@code rollup}, {@code config}, {@code log-level}; a
 *     newer version may know more
 * @param target on what: a source, a partition of it, a rollup, a key of config.yml, a logger
 * @param host on which host; empty for all of the fleet
 */
public record SettingKey(String kind, String target, String host)
    implements Comparable<SettingKey> {

  private static final Comparator<SettingKey> ORDER =
      Comparator.comparing(SettingKey::kind)
          .thenComparing(SettingKey::target)
          .thenComparing(SettingKey::host);

  /** Whether it is for all hosts. */
  public boolean isOfFleet() {
    return host.isEmpty();
  }

  /** Whether a host of this name obeys it. */
  public boolean isFor(String name) {
    return isOfFleet() || host.equals(name);
  }

  @Override
  public int compareTo(SettingKey other) {
    return ORDER.compare(this, other);
  }
}
