package io.tallyman.cluster;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * When a run of a script ends: somebody asks for it by a key or a signal. A signal waits until the
 * run has cleaned up and then ends the JVM with the run's own exit code. For any thread.
 */
public final class Ending {

  /** What a shell reports of a program that was ended by Ctrl-C. */
  public static final int INTERRUPTED = 130;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch cleanedUp = new CountDownLatch(1);
  private volatile int exitCode = INTERRUPTED;

  /** Makes SIGINT and SIGTERM ask for the end. */
  public void listenToSignals() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "ending"));
  }

  private void onSignal() {
    ask();
    try {
      cleanedUp.await();
      Runtime.getRuntime().halt(exitCode);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks for the end. */
  public void ask() {
    asked.countDown();
  }

  /** Whether somebody has asked for it. */
  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Waits that long for somebody to ask for the end; says whether somebody has. */
  public boolean awaitAsked(long nanos) throws InterruptedException {
    return asked.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Says that all is cleaned up, and how the JVM is to end. */
  public void finish(int code) {
    exitCode = code;
    cleanedUp.countDown();
  }
}
