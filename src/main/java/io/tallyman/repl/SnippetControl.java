package io.tallyman.repl;

import java.lang.reflect.Method;
import jdk.jshell.execution.DirectExecutionControl;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets in this process, on the thread that asks for it. JShell's own local control would
 * set the process's handler of uncaught exceptions, and end threads by {@code Thread.stop}, which
 * may leave what the service counts half changed; this one interrupts.
 */
final class SnippetControl extends DirectExecutionControl {

  private final Object turn = new Object();
  private @Nullable Thread running; // only in turn

  SnippetControl(SnippetClasses classes) {
    super(classes);
  }

  @Override
  protected String invoke(Method snippet) throws Exception {
    setRunning(Thread.currentThread());
    try {
      return super.invoke(snippet);
    } finally {
      setRunning(null);
    }
  }

  private void setRunning(@Nullable Thread thread) {
    synchronized (turn) {
      running = thread;
      if (thread == null) {
        Thread.interrupted(); // it was meant for the snippet, and not for what follows it
      }
    }
  }

  /** Interrupts the snippet that is running; does nothing where none is. */
  @Override
  public void stop() {
    synchronized (turn) {
      if (running != null) {
        running.interrupt();
      }
    }
  }
}
