package io.tallyman.repl;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The other end of a REPL's socket: shows the token, then relays what is typed and answered. */
public final class ReplClient {

  private static final int PIECE = 4096;

  private ReplClient() {}

  /**
   * Returns when the REPL has said that it ends, which it does when it has answered all that was
   * typed. Where this process ends before, the line that is running is stopped.
   *
   * @param in what is typed; read by a daemon thread, which is left in its read at the end
   * @param out where answers go, flushed piece by piece
   * @throws IOException when nobody listens there, the token is refused, or the connection breaks
   *     before the REPL has said that it ends
   */
  public static void relay(Path socket, String token, InputStream in, OutputStream out)
      throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      send(channel, ByteBuffer.wrap((token + "\n").getBytes(StandardCharsets.UTF_8)));
      Thread typing = new Thread(() -> relayInput(in, channel), "repl-typing");
      typing.setDaemon(true);
      typing.start();
      relayAnswers(channel, out);
    }
  }

  /** However much the other side has left unread: what counts is whether it said its last words. */
  private static void relayAnswers(SocketChannel channel, OutputStream out) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    LastWords last = new LastWords();
    while (isAnswered(channel, piece)) {
      out.write(piece.array(), 0, piece.position());
      out.flush();
      last.hear(piece.array(), piece.position());
      piece.clear();
    }
    if (last.isRefusal()) {
      throw new IOException("it was refused; a REPL takes its own token, once");
    }
    if (!last.isFarewell()) {
      throw new IOException(
          "the connection broke before the REPL had ended; look in the audit for the last line that"
              + " it ran");
    }
  }

  private static boolean isAnswered(SocketChannel channel, ByteBuffer piece) {
    try {
      return channel.read(piece) >= 0;
    } catch (IOException e) {
      return false; // it has hung up before it had read all that was typed
    }
  }

  /** At the end of the input it says so, as whoever hangs up doesn't hear the answers. */
  private static void relayInput(InputStream in, SocketChannel channel) {
    byte[] piece = new byte[PIECE];
    byte last = '\n';
    try {
      for (int count = typed(in, piece); count >= 0; count = typed(in, piece)) {
        send(channel, ByteBuffer.wrap(piece, 0, count));
        last = count == 0 ? last : piece[count - 1];
      }
      String exit = last == '\n' ? "/exit\n" : "\n/exit\n";
      send(channel, ByteBuffer.wrap(exit.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException hungUp) {
      return; // which whoever reads the answers sees, and after what is left of them
    }
  }

  /** A terminal that can't be read any more has typed its last. */
  private static int typed(InputStream in, byte[] piece) {
    try {
      return in.read(piece);
    } catch (IOException gone) {
      return -1;
    }
  }

  private static void send(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
