package io.tallyman.rollup;

import java.io.Serial;

/**
 * The store couldn't do its work now: it is away, busy, locked, or not set up. Trying again later
 * is right.
 */
public final class StoreUnavailable extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message what failed, where, and the remedy where there is one
   * @param cause what the driver said
   */
  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
