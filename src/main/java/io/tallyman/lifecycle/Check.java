package io.tallyman.lifecycle;

/** How a part is: well, or not, with the cause and the remedy in one sentence. */
public sealed interface Check {

  /** One sentence for the operator; empty when there is nothing to say. */
  String message();

  /** The part does its work. */
  record Well(String message) implements Check {}

  /** The part doesn't do its work, or not all of it. */
  record Unwell(String message) implements Check {}

  static Check well() {
    return new Well("");
  }
}
