package io.tallyman.repl;

/** Where it is written what is done with a REPL. From any thread; it doesn't throw. */
@FunctionalInterface
public interface ReplLog {

  /**
   * Called before a line runs, and when it has; the line waits for it.
   *
   * @param by whose REPL it is, or who has closed it
   */
  void tell(ReplOpener by, ReplNote note);
}
