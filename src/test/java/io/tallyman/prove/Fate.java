package io.tallyman.prove;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What becomes of a flush's bytes at a {@link Moment}. */
sealed interface Fate {

  /** They pass. */
  record Passes() implements Fate {}

  /** They never arrive: both ends of the connection are reset before them. */
  record Cut() implements Fate {}

  /** The service's end is reset at once, and they reach the database that much later. */
  record Late(Duration delay) implements Fate {}

  /** Only that many of them pass, then the connection ends. */
  record Torn(int bytes) implements Fate {}

  /** They wait until it is decided whether they pass or are cut. */
  record Held(CompletableFuture<Boolean> passes) implements Fate {}
}
