package io.tallyman.lifecycle;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a part that works by itself: a daemon, from the part's start to its stop.
 * {@link #start}, {@link #interrupt} and {@link #awaitEnd} belong to whoever starts and stops the
 * part; {@link #goesOn} and {@link #pause} to the work; the rest to anyone.
 */
public final class PartThread {

  private static final Logger LOG = LoggerFactory.getLogger(PartThread.class);

  /** What the thread does until it is asked to stop. */
  @FunctionalInterface
  public interface Work {

    /**
     * Works until {@link #goesOn} says no.
     *
     * @throws InterruptedException when it was interrupted, which ends the thread like a return
     */
    void run() throws InterruptedException;
  }

  private final String name;
  private final Work work;
  private volatile CountDownLatch stopping = new CountDownLatch(1);
  private volatile @Nullable Thread thread;

  public PartThread(String name, Work work) {
    this.name = name;
    this.work = work;
  }

  /** Begins the work. */
  public void start() {
    stopping = new CountDownLatch(1);
    Thread started = new Thread(this::run, name);
    started.setDaemon(true);
    started.start();
    thread = started;
  }

  private void run() {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the part is being stopped, and this was its end
    } catch (RuntimeException | Error e) { // nobody else would hear of it
      LOG.error("The thread {} has ended, because it failed; restart the service", name, e);
    }
  }

  /** Whether the work shall go on. */
  public boolean goesOn() {
    return stopping.getCount() > 0;
  }

  /** Waits this long, or until the work shall end; whether it shall go on. */
  public boolean pause(Duration duration) throws InterruptedException {
    return !stopping.await(duration.toNanos(), NANOSECONDS);
  }

  /** Asks the work to end; returns at once. */
  public void askToStop() {
    stopping.countDown();
  }

  /** Interrupts what the work waits for. */
  public void interrupt() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  /** Waits for the end of the work; once the patience is over, interrupts it and waits no more. */
  public void awaitEnd(Duration patience) throws InterruptedException {
    Thread running = thread;
    thread = null;
    if (running != null) {
      try {
        running.join(patience.toMillis());
      } finally {
        running.interrupt();
      }
    }
  }

  /** Whether the thread has ended though nobody stopped the part. */
  public boolean hasDied() {
    Thread running = thread;
    return running != null && !running.isAlive();
  }
}
