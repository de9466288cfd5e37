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
  private static final int MOST_CHARACTERS = 256 * 1024; // that wait

  private final Connection client;
  private final Runnable stop;
  private final Consumer<String> gone;
  private final PartThread thread = new PartThread("repl-typed", this::read);
  private final Queue<String> waiting = new ArrayDeque<>(); // under this object's lock, and so are
  private int characters; // of what waits
  private String end = ""; // the next two; why there are no more lines, once there are none

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

  private void read() {
    String why;
    try {
      why = readToEnd();
    } catch (IOException e) {
      why = "the connection ended (" + Connection.reason(e) + ")";
    }
    gone.accept(end(why));
  }

  private String readToEnd() throws IOException {
    for (Optional<String> line = client.line(); line.isPresent(); line = client.line()) {
      if (line.get().strip().equals(STOP)) {
        stop.run();
      } else if (!isAdded(line.get())) {
        return "more than "
            + MOST_CHARACTERS
            + " characters were typed ahead of the line that runs";
      }
    }
    return "the client has hung up";
  }

  /**
   * Never waits for the line that runs: whoever reads must see {@code /stop} and a client's end.
   *
   * @return whether there was room for it
   */
  private synchronized boolean isAdded(String line) {
    characters += line.length() + 1;
    if (characters > MOST_CHARACTERS) {
      return false;
    }
    waiting.add(line);
    notifyAll();
    return true;
  }

  /** The next line, when there is one; empty once it has ended, whatever was typed before. */
  synchronized Optional<String> next() throws InterruptedException {
    while (waiting.isEmpty() && end.isEmpty()) {
      wait();
    }
    if (!end.isEmpty()) {
      return Optional.empty();
    }
    String line = waiting.remove();
    characters -= line.length() + 1;
    return Optional.of(line);
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
