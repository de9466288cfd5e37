package io.tallyman.store;

/**
 * Who moves positions, and why, as it is written beside what was moved.
 *
 * @param who the operator and the plan, at most 255 characters; no other plan has the same
 * @param reason the operator's own words; may be empty
 */
public record OperatorNote(String who, String reason) {

  @Override
  public String toString() {
    return reason.isEmpty() ? who : who + ": " + reason;
  }
}
