package io.tallyman.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The terminal in front of somebody: keys come one by one and unseen, Ctrl-C as a key like others
 * (so that it reaches no server of ours), until it is closed or this JVM ends in whatever way lets
 * it say goodbye.
 */
final class Terminal implements AutoCloseable {

  /** What Ctrl-C sends. */
  static final char INTERRUPT = 3;

  private static final int ROWS = 24;
  private static final int COLUMNS = 80;

  private final String saved;
  private final int rows;
  private final int columns;

  private Terminal(String saved) {
    this.saved = saved;
    this.rows = Math.max(ROWS, sizeNow(0, ROWS));
    this.columns = sizeNow(1, COLUMNS);
  }

  /** The terminal, if {@code bin/demo} has found one for reading and writing; none in a job. */
  static Optional<Terminal> open() {
    if (!Boolean.getBoolean("tallyman.terminal")) {
      return Optional.empty();
    }
    Optional<Terminal> terminal = stty("-g").map(Terminal::new);
    if (terminal.isEmpty() || !terminal.get().restoreAtTheEnd()) {
      return Optional.empty();
    }
    stty("-icanon -echo -isig min 1 time 0");
    return terminal;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  private static int sizeNow(int part, int otherwise) {
    return stty("size")
        .map(size -> Integer.parseInt(size.split(" ", -1)[part]))
        .filter(found -> found > 0)
        .orElse(otherwise);
  }

  /** Says no where this JVM is ending already: then nobody watches, either. */
  private boolean restoreAtTheEnd() {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(this::restore, "terminal-restore"));
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private void restore() {
    stty(saved);
  }

  @Override
  public void close() {
    restore(); // and once more when the JVM ends, which does no harm
  }

  private static Optional<String> stty(String arguments) {
    try {
      Process stty =
          new ProcessBuilder("sh", "-c", "stty " + arguments + " </dev/tty 2>/dev/null").start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return stty.waitFor(2, TimeUnit.SECONDS) && stty.exitValue() == 0
          ? Optional.of(answer.strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // a system without stty is one without keys
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
