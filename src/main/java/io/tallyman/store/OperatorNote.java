package io.tallyman.store;

/**
 * Who moves positions, and why, as it is written beside what was moved.
 *
 * @param who the operator and the plan, at most 255 characters; no other plan has the same
 * @param action the same for the audit
 */
public record OperatorNote(String who, ActionNote action) {

  /** The operator's own words; may be empty. */
  public String reason() {
    return action.reason();
  }

  @Override
  public String toString() {
    return reason().isEmpty() ? who : who + ": " + reason();
  }
}
