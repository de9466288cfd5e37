package io.tallyman.repl;

import io.tallyman.lifecycle.PartThread;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * What a client types, read by a thread of its own: so {@code /stop}, and a client that has gone,
 * are noticed while a line runs. Thread-safe.
 */
final class TypedLines {

  private static final String STOP = "/stop";
  private static final int MOST_WAITING = 64;

  private final Connection client;
  private final Runnable stop;
  private final Consumer<String> gone;
  private final PartThread thread = new PartThread("repl-typed", this::read);
  private final Queue<String> waiting = new ArrayDeque<>(); // under this object's lock, and so is
  private String end = ""; // the next: why there are no more lines, once there are none

  /**
   * @param stop shall end the line that is running
   * @param gone is told why the client is there no more
   */
  TypedLines(Connection client, Runnable stop, Consumer<String> gone) {
    this.client = client;
    this.stop = stop;
    this.gone = gone;
  }

  void begin() {
    thread.start();
  }

  private void read() throws InterruptedException {
    String why;
    try {
      for (Optional<String> line = client.line(); line.isPresent(); line = client.line()) {
        if (line.get().strip().equals(STOP)) {
          stop.run();
        } else {
          add(line.get());
        }
      }
      why = "the client has hung up";
    } catch (IOException e) {
      why = "the connection ended (" + Connection.reason(e) + ")";
    }
    gone.accept(end(why));
  }

  private synchronized void add(String line) throws InterruptedException {
    while (waiting.size() == MOST_WAITING && end.isEmpty()) {
      wait();
    }
    waiting.add(line);
    notifyAll();
  }

  /** The next line, when there is one; empty once it has ended, whatever was typed before. */
  synchronized Optional<String> next() throws InterruptedException {
    while (waiting.isEmpty() && end.isEmpty()) {
      wait();
    }
    notifyAll();
    return end.isEmpty() ? Optional.ofNullable(waiting.poll()) : Optional.empty();
  }

  /** Has nobody wait for lines any more; why, as whoever was the first has said it. */
  synchronized String end(String why) {
    if (end.isEmpty()) {
      end = why;
    }
    notifyAll();
    return end;
  }

  /** Why there are no more lines; empty while there may be. */
  synchronized String end() {
    return end;
  }
}
