package io.tallyman.access;

/** Is told who was let in to change something, and who was refused. Called by many threads. */
public interface AccessLog {

  /** Called before the change is tried; not for what only looks. */
  void allowed(Caller caller, Attempt attempt);

  /**
   * Called when the answer is decided, before it is written.
   *
   * @param status the answer's
   * @param reason why, for this host's operators; names no secret
   */
  void refused(Attempt attempt, int status, String reason);
}
