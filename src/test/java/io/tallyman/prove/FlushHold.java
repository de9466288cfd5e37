package io.tallyman.prove;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Holds the next flush at a moment, until it is let go or cut; all others pass. For any thread. */
final class FlushHold implements Interference {

  private final Moment wanted;
  private final CompletableFuture<Long> arrived = new CompletableFuture<>();
  private final CompletableFuture<Boolean> passes = new CompletableFuture<>();

  FlushHold(Moment wanted) {
    this.wanted = wanted;
  }

  @Override
  public Fate at(Moment moment, long connection) {
    boolean ours = moment == wanted && !passes.isDone() && arrived.complete(connection);
    return ours ? new Fate.Held(passes) : new Fate.Passes();
  }

  /** The connection whose flush is held; empty until one has come. */
  OptionalLong connection() {
    Long connection = arrived.getNow(null);
    return connection == null ? OptionalLong.empty() : OptionalLong.of(connection);
  }

  /** Lets it go on its way. */
  void letGo() {
    passes.complete(true);
  }

  /** Cuts its connection; what was held never arrives. */
  void cut() {
    passes.complete(false);
  }
}
