package io.tallyman.repl;

/** Takes lines and answers them; one thread's own but for {@link #stop}. */
interface Shell extends AutoCloseable {

  /** Makes the shell of one session, when somebody is there. */
  @FunctionalInterface
  interface Maker {

    /**
     * A new one.
     *
     * @throws IllegalStateException when there can't be one; the message says why
     */
    Shell open();
  }

  /**
   * What came of a line.
   *
   * @param text what the client sees, of bounded length; empty or ended by a line's end
   * @param outcome what the audit says, without any value
   * @param complete whether the next line begins anew
   */
  record Answer(String text, String outcome, boolean complete) {}

  /** Runs what is complete with this line. */
  Answer answer(String line);

  /** Ends the line that is running; does nothing where none is. From any thread. */
  void stop();

  @Override
  void close();
}
