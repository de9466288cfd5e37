package io.tallyman.prove;

/**
 * One thing that a proof looked at.
 *
 * @param about what
 * @param holds whether it is as it has to be
 * @param words what was seen, with its figures
 */
record Finding(String about, boolean holds, String words) {

  @Override
  public String toString() {
    return "%-5s %-18s %s".formatted(holds ? "ok" : "WRONG", about, words);
  }
}
