package io.tallyman.produce;

/** A text or a JSON value that its field can't take; the message is a clause with the remedy. */
final class BadValue extends Exception {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 60;

  BadValue(String message) {
    super(message, null, false, false);
  }

  /** {@code '2,55' is no decimal number}, the value shortened where it is long. */
  static BadValue of(String value, String fault) {
    String shown = value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
    return new BadValue("'" + shown + "' " + fault);
  }

  /** The same, said of a field inside a record. */
  BadValue inside(String field) {
    return new BadValue(field + ": " + getMessage());
  }
}
