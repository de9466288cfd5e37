package io.tallyman.rollup;

import java.util.Comparator;

/**
 * One version of a rollup. Two hosts that define a rollup alike, over the same source and topic,
 * compute the same version; any other definition has another one.
 *
 * @param name the rollup's name in {@code config.yml}
 * @param version the first 12 hex digits of the SHA-256 of its canonical definition
 */
public record RollupId(String name, String version) implements Comparable<RollupId> {

  @Override
  public int compareTo(RollupId other) {
    return Comparator.comparing(RollupId::name)
        .thenComparing(RollupId::version)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}
