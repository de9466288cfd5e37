package io.tallyman.produce;

/** A row that can't be sent: where it is in the file, and why. */
final class BadRow extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean last;

  private BadRow(String message, boolean last, Throwable cause) {
    super(message, cause);
    this.last = last;
  }

  /** A row with a bad value; the rows after it can still be read. */
  static BadRow of(String where, BadValue cause) {
    return new BadRow(where + ": " + cause.getMessage(), false, cause);
  }

  /** A place after which nothing can be read. */
  static BadRow last(String where, String cause, Throwable thrown) {
    return new BadRow(where + ": " + cause, true, thrown);
  }

  /** Whether nothing after this can be read. */
  boolean isLast() {
    return last;
  }
}
