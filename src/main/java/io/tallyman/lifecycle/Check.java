package io.tallyman.lifecycle;

/** How a part is: well, or not, or beyond help, with the cause and the remedy in one sentence. */
public sealed interface Check {

  /** One sentence for the operator; empty when there is nothing to say. */
  String message();

  /** The part does its work. */
  record Well(String message) implements Check {}

  /** The part doesn't do its work, or not all of it, and goes on trying. */
  record Unwell(String message) implements Check {}

  /** The part's own thread has ended or hangs: nothing but a new process brings it back. */
  record Hung(String message) implements Check {}

  static Check well() {
    return new Well("");
  }
}
