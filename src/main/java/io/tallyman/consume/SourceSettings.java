package io.tallyman.consume;

import java.util.OptionalInt;

/**
 * How a source is consumed; how its records are decoded is for {@code decode} to know.
 *
 * @param name the source's name
 * @param topic its topic
 * @param lanes how many consumer threads this process gives it, 1 or more
 * @param maxEventsPerSecond how many records this process reads in a second at most; empty where as
 *     fast as it goes
 * @param startFrom where it starts at its very first start
 */
public record SourceSettings(
    String name, String topic, int lanes, OptionalInt maxEventsPerSecond, StartFrom startFrom) {

  /** The names of its lanes: the source's name, a hyphen, and a number from 0. */
  public String laneName(int number) {
    return name + "-" + number;
  }
}
