package io.tallyman.repl;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: lines come in by one thread, text goes out by one. What they wait for ends when any
 * thread closes it; whoever watches it does so where a client keeps it waiting longer than it may.
 */
final class Connection implements Closeable {

  static final int LONGEST_LINE = 8 * 1024;

  /** So long a client may take to say who it is, or to take an answer. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final SocketChannel channel;
  private final Clock clock;
  private final ByteBuffer read = ByteBuffer.allocate(4096).flip();
  private volatile @Nullable Instant deadline;

  Connection(SocketChannel channel, Clock clock) {
    this.channel = channel;
    this.clock = clock;
  }

  /** The first line, which doesn't take for ever; empty where the client has hung up. */
  Optional<String> firstLine() throws IOException {
    hurry();
    try {
      return line();
    } finally {
      deadline = null;
    }
  }

  /**
   * The next line, without its end; empty where the client has hung up, also within a line.
   *
   * @throws IOException when it is too long, or the connection was closed
   */
  Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (read.hasRemaining() || fill()) {
      byte next = read.get();
      if (next == '\n') {
        return Optional.of(text(line));
      }
      if (line.size() == LONGEST_LINE) {
        throw new IOException("a line has more than " + LONGEST_LINE + " bytes");
      }
      line.write(next);
    }
    return Optional.empty();
  }

  private static String text(ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private boolean fill() throws IOException {
    read.clear();
    int count = channel.read(read);
    read.flip();
    return count > 0;
  }

  /** Sends all of it. */
  void say(String text) throws IOException {
    hurry();
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } finally {
      deadline = null;
    }
  }

  private void hurry() {
    deadline = clock.instant().plus(PATIENCE);
  }

  /** Why a connection ended, in words; a closed channel has none of its own. */
  static String reason(IOException e) {
    return e instanceof ClosedChannelException ? "closed" : String.valueOf(e.getMessage());
  }

  /** Hangs up on a client that takes too long. From any thread. */
  void closeIfOverdue(Instant now) {
    Instant end = deadline;
    if (end != null && !now.isBefore(end)) {
      close();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("A connection to the REPL didn't close: {}", e.toString());
    }
  }
}
