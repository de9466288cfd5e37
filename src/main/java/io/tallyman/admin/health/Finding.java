package io.tallyman.admin.health;

import java.util.OptionalInt;

/**
 * Something that an operator should know about a source.
 *
 * @param source the source
 * @param partition one partition of it; empty where it is about all that this host has
 * @param cause what kind of thing it is
 * @param sentence what exactly, with numbers
 */
public record Finding(String source, OptionalInt partition, HealthCause cause, String sentence) {

  static Finding of(String source, HealthCause cause, String sentence) {
    return new Finding(source, OptionalInt.empty(), cause, sentence);
  }

  static Finding of(PartitionFlow flow, HealthCause cause, String sentence) {
    return new Finding(
        flow.partition().source(), OptionalInt.of(flow.partition().number()), cause, sentence);
  }

  /** What it is about, whatever the sentence says of it now. */
  Subject subject() {
    return new Subject(source, partition, cause);
  }

  /**
   * What a finding is about.
   *
   * @param source the source
   * @param partition one partition of it; empty for all
   * @param cause what kind of thing it is
   */
  record Subject(String source, OptionalInt partition, HealthCause cause) {}
}
