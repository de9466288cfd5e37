package io.tallyman.repl;

import java.util.concurrent.CountDownLatch;

/** A shell without Java: repeats, answers at length, or works until it is stopped. */
final class ScriptedShell implements Shell {

  final CountDownLatch working = new CountDownLatch(1);
  final CountDownLatch stopped = new CountDownLatch(1);
  final CountDownLatch closed = new CountDownLatch(1);

  @Override
  public Answer answer(String line) {
    return switch (line) {
      case "much" -> new Answer("x".repeat(8 << 20), "answered", true);
      case "work" -> work();
      default -> new Answer("you said " + line + "\n", "answered", !line.endsWith("{"));
    };
  }

  private Answer work() {
    working.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Answer("", "stopped", true);
  }

  @Override
  public void stop() {
    if (working.getCount() == 0) {
      stopped.countDown();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
