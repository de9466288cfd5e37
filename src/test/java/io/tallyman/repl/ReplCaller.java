package io.tallyman.repl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client that a test steers: it may say nothing, too little or too much. */
final class ReplCaller implements AutoCloseable {

  private final SocketChannel channel;

  ReplCaller(Path socket) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  ReplCaller send(String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    return this;
  }

  /** What comes until this is its end, or until the other side hangs up. */
  String until(String end) throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (!heard.toString(StandardCharsets.UTF_8).endsWith(end) && read(one) > 0) {
      heard.write(one.flip().get());
      one.clear();
    }
    return heard.toString(StandardCharsets.UTF_8);
  }

  /** All that comes until the other side hangs up. */
  String toEnd() throws IOException {
    return until("\0");
  }

  /** Whether the other side has hung up; nothing is to be heard any more. */
  boolean isHungUp() throws IOException {
    channel.configureBlocking(false);
    try {
      return read(ByteBuffer.allocate(1)) < 0;
    } finally {
      channel.configureBlocking(true);
    }
  }

  private int read(ByteBuffer into) {
    try {
      return channel.read(into);
    } catch (IOException reset) {
      return -1; // it has hung up with something unread
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
