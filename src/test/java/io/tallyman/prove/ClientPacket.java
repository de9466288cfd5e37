package io.tallyman.prove;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A packet from a client in MySQL's protocol, of which only the beginning is read yet: three bytes
 * of length (the lowest first), one of sequence, the payload. The rest is passed on unread.
 */
final class ClientPacket {

  private static final int HEADER = 4;
  private static final int READ_AHEAD = 64;
  private static final byte COM_QUERY = 3;

  private final byte[] beginning;
  private final int rest;
  private final DataInputStream input;

  private ClientPacket(byte[] beginning, int rest, DataInputStream input) {
    this.beginning = beginning;
    this.rest = rest;
    this.input = input;
  }

  /** The next packet; null where the client has gone. */
  static @Nullable ClientPacket read(DataInputStream input) throws IOException {
    byte[] header = new byte[HEADER];
    try {
      input.readFully(header);
    } catch (EOFException e) {
      return null;
    }
    int length = (header[0] & 0xFF) | (header[1] & 0xFF) << 8 | (header[2] & 0xFF) << 16;
    int ahead = Math.min(length, READ_AHEAD);
    byte[] beginning = new byte[HEADER + ahead];
    System.arraycopy(header, 0, beginning, 0, HEADER);
    input.readFully(beginning, HEADER, ahead);
    return new ClientPacket(beginning, length - ahead, input);
  }

  /** How the SQL begins, if it is a statement; else empty. */
  String sql() {
    boolean statement =
        beginning.length > HEADER + 1
            && beginning[HEADER - 1] == 0
            && beginning[HEADER] == COM_QUERY;
    return statement
        ? new String(
            beginning, HEADER + 1, beginning.length - HEADER - 1, StandardCharsets.ISO_8859_1)
        : "";
  }

  /** Passes all of it on. */
  void writeTo(OutputStream output) throws IOException {
    output.write(beginning);
    byte[] chunk = new byte[8192];
    for (int left = rest; left > 0; ) {
      int read = input.read(chunk, 0, Math.min(left, chunk.length));
      if (read < 0) {
        throw new EOFException("the client has gone in the middle of a packet");
      }
      output.write(chunk, 0, read);
      left -= read;
    }
    output.flush();
  }
}
