package io.tallyman.demo;

import java.util.concurrent.ThreadFactory;

/** The demo's threads: they have names and keep no JVM alive. */
final class DemoThreads {

  private DemoThreads() {}

  static ThreadFactory named(String name) {
    return task -> start(name, task, false);
  }

  /** Runs the task on a thread of its own. */
  static Thread start(String name, Runnable task) {
    return start(name, task, true);
  }

  private static Thread start(String name, Runnable task, boolean now) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    if (now) {
      thread.start();
    }
    return thread;
  }
}
