package io.tallyman.decode;

/** A field's value isn't what its type allows; the message is a clause without the value itself. */
final class UnfitValue extends Exception {

  private static final long serialVersionUID = 1L;

  UnfitValue(String message) {
    super(message, null, false, false);
  }
}
