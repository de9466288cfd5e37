package io.tallyman.simulate;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads for strands, kept from one schedule to the next. */
final class StrandPool implements AutoCloseable {

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          body -> {
            Thread thread = new Thread(body, "strand");
            thread.setDaemon(true);
            return thread;
          });

  /** Runs the body on a thread of its own once the strand has the baton. */
  void start(Strand strand, Runnable body) {
    threads.execute(
        () -> {
          strand.isRunOn(Thread.currentThread());
          strand.awaitTurn();
          body.run();
        });
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
