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
}
