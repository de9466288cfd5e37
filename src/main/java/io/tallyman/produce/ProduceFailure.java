package io.tallyman.produce;

import org.jspecify.annotations.Nullable;

/** Why a run stopped: what, where and the remedy, in one message for the person who started it. */
public final class ProduceFailure extends Exception {

  private static final long serialVersionUID = 1L;

  ProduceFailure(String message) {
    super(message);
  }

  ProduceFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** A failure of Kafka's client in its words; those that say why are often its first cause's. */
  static String words(Throwable failure) {
    Throwable first = failure;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String message = String.valueOf(failure.getMessage());
    return first == failure ? message : message + ": " + first.getMessage();
  }
}
