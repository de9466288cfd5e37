package io.tallyman.lifecycle;

import java.time.Duration;

/**
 * Bounds how long parts take to stop: once the time is over, the thread that stops them is
 * interrupted, again and again, which has every part that is still to stop give its waiting up.
 * What isn't written then is read again from where the store stands.
 */
public final class StopLimit {

  private static final Duration AGAIN = Duration.ofMillis(100);

  private final Duration limit;
  private final Thread stopping = Thread.currentThread();
  private final PartThread watch = new PartThread("stop-limit", this::watch);

  // only under this object's lock
  private boolean over;
  private boolean ended;

  private StopLimit(Duration limit) {
    this.limit = limit;
  }

  /**
   * Stops the parts on this thread, and hurries once the time is over.
   *
   * @throws PartFailure as {@link PartGraph#stop} does
   */
  public static void stop(PartGraph parts, Duration limit) throws PartFailure {
    StopLimit begun = new StopLimit(limit);
    begun.watch.start();
    try {
      parts.stop();
    } finally {
      begun.end();
    }
  }

  private void watch() throws InterruptedException {
    Duration pause = limit;
    while (watch.pause(pause)) {
      hurry();
      pause = AGAIN;
    }
  }

  private synchronized void hurry() {
    if (!ended) {
      over = true;
      stopping.interrupt();
    }
  }

  /** Takes its own interrupts back: they were for these parts alone. */
  private synchronized void end() {
    ended = true;
    watch.askToStop();
    if (over) {
      Thread.interrupted();
    }
  }
}
