package io.tallyman.access;

import java.io.Serial;

/**
 * A request isn't let in. The sentence is for whoever asked and says nothing that only the right
 * caller may know; the reason is for this host's log.
 */
final class Refusal extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private static final String UNKNOWN =
      "credentials are needed, and these are missing or not accepted: the key or user is unknown,"
          + " the secret is another one, the request was changed on its way, has expired or was"
          + " used before, or the clocks differ by more than a minute; the host's log says which";

  private final int status;
  private final String reason;

  private Refusal(int status, String sentence, String reason) {
    super(sentence, null, false, false);
    this.status = status;
    this.reason = reason;
  }

  /** 400: a field isn't of its form, whoever sends it. */
  static Refusal malformed(String sentence) {
    return new Refusal(400, sentence, sentence);
  }

  /** 401: it isn't known who calls; the answer is the same whatever the reason. */
  static Refusal unknown(String reason) {
    return new Refusal(401, UNKNOWN, reason);
  }

  /** 403: whoever calls, not so. */
  static Refusal forbidden(String sentence) {
    return new Refusal(403, sentence, sentence);
  }

  /** 408: the body doesn't come. */
  static Refusal slow() {
    return new Refusal(408, "the body didn't come in time; send it at once", "a slow body");
  }

  /** 413: the body is larger than any that means something here. */
  static Refusal large(int most) {
    String sentence = "the body has more than " + most + " bytes; no call needs as many";
    return new Refusal(413, sentence, sentence);
  }

  /** 503: there is too much of it now. */
  static Refusal busy(String sentence) {
    return new Refusal(503, sentence, sentence);
  }

  int status() {
    return status;
  }

  /** What the caller is told. */
  String sentence() {
    return String.valueOf(getMessage());
  }

  /** What the log is told. */
  String reason() {
    return reason;
  }
}
