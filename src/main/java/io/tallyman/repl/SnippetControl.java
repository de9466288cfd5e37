package io.tallyman.repl;

import java.lang.reflect.Method;
import jdk.jshell.execution.DirectExecutionControl;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets in this process, on the thread that asks for it. JShell's own local control would
 * set the process's handler of uncaught exceptions, and end threads by {@code Thread.stop}, which
 * may leave what the service counts half changed; this one interrupts what waits, and has the
 * snippets' own code end at its next check.
 */
final class SnippetControl extends DirectExecutionControl {

  private final SnippetLoader loader;
  private final Object turn = new Object();
  private @Nullable Thread running; // only in turn

  SnippetControl(SnippetLoader loader) {
    super(new SnippetClasses(loader));
    this.loader = loader;
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
        loader.goOn();
      }
    }
  }

  /** Ends the snippet that is running; does nothing where none is. */
  @Override
  public void stop() {
    synchronized (turn) {
      if (running != null) {
        loader.stop(running);
        running.interrupt();
      }
    }
  }
}
