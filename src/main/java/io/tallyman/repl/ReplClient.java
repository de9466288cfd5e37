package io.tallyman.repl;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The other end of a REPL's socket: shows the token, then relays what is typed and answered. */
public final class ReplClient {

  private static final int PIECE = 4096;

  private ReplClient() {}

  /**
   * Returns when the REPL has hung up, which it does when it has answered all that was typed.
   *
   * @param in what is typed; read by a daemon thread, which is left in its read at the end
   * @param out where answers go, flushed piece by piece
   * @throws IOException when nobody listens there, or the connection breaks
   */
  public static void relay(Path socket, String token, InputStream in, OutputStream out)
      throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      send(channel, ByteBuffer.wrap((token + "\n").getBytes(StandardCharsets.UTF_8)));
      AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
      Thread typing = new Thread(() -> relayInput(in, channel, failure), "repl-typing");
      typing.setDaemon(true);
      typing.start();
      relayAnswers(channel, out);
      IOException typed = failure.get();
      if (typed != null) {
        throw typed;
      }
    }
  }

  private static void relayAnswers(SocketChannel channel, OutputStream out) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    while (channel.read(piece) >= 0) {
      out.write(piece.array(), 0, piece.position());
      out.flush();
      piece.clear();
    }
  }

  /** Hangs up its half at the end of the input; a REPL that is gone is seen by the other half. */
  private static void relayInput(
      InputStream in, SocketChannel channel, AtomicReference<@Nullable IOException> failure) {
    byte[] piece = new byte[PIECE];
    try {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        if (!channel.isOpen()) {
          return;
        }
        send(channel, ByteBuffer.wrap(piece, 0, count));
      }
      channel.shutdownOutput();
    } catch (IOException e) {
      if (channel.isOpen()) {
        failure.compareAndSet(null, e);
      }
    }
  }

  private static void send(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
