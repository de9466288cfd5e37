package io.tallyman.store;

import io.tallyman.cluster.Certificate;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * What a MySQL server says until a client has seen its certificate: it greets, is asked for TLS,
 * and shakes hands; then it hangs up. Without a certificate it offers no TLS. For one client after
 * the other.
 */
final class TlsGreeter implements AutoCloseable {

  /** CLIENT_PROTOCOL_41, CLIENT_SECURE_CONNECTION, CLIENT_PLUGIN_AUTH. */
  private static final int CAPABILITIES = 0x200 | 0x8000 | 0x80000;

  private static final int CLIENT_SSL = 0x800;
  private static final String PLUGIN = "mysql_native_password";

  private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final @Nullable SSLContext tls;
  private final CompletableFuture<Void> served;

  TlsGreeter(@Nullable Certificate certificate) throws IOException, GeneralSecurityException {
    this.tls = certificate == null ? null : certificate.context();
    this.served = CompletableFuture.runAsync(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        greet(client);
      } catch (IOException e) {
        // the client has hung up, as it does with a certificate that it doesn't trust, or it is
        // over
      }
    }
  }

  private void greet(Socket client) throws IOException {
    client.getOutputStream().write(greeting());
    if (tls == null) {
      return;
    }
    DataInputStream in = new DataInputStream(client.getInputStream());
    in.readFully(new byte[4 + 32]); // the client's wish for TLS
    try (SSLSocket secret =
        (SSLSocket)
            tls.getSocketFactory().createSocket(client, "127.0.0.1", client.getPort(), true)) {
      secret.setUseClientMode(false);
      secret.startHandshake();
    }
  }

  private byte[] greeting() {
    int capabilities = tls == null ? CAPABILITIES : CAPABILITIES | CLIENT_SSL;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(10); // the protocol
    text(body, "8.4.0-stand-in");
    number(body, 4, 1); // the connection
    text(body, "12345678"); // the first half of what a password is mixed with
    number(body, 2, capabilities);
    body.write(255); // utf8mb4
    number(body, 2, 2); // autocommit
    number(body, 2, capabilities >> 16);
    body.write(21);
    body.writeBytes(new byte[10]);
    text(body, "abcdefghijkl");
    text(body, PLUGIN);
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    number(packet, 3, body.size());
    packet.write(0);
    packet.writeBytes(body.toByteArray());
    return packet.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    out.write(0);
  }

  private static void number(ByteArrayOutputStream out, int bytes, int number) {
    for (int i = 0; i < bytes; i++) {
      out.write(number >> (8 * i));
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    served.join();
  }
}
