package io.tallyman.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TcpProxyTest {
  private ServerSocket server;
  private Thread echo;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    echo = new Thread(this::echo);
    echo.start();
    proxy = TcpProxy.to(server.getLocalPort());
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    server.close();
    echo.join();
  }

  @Test
  void shouldPassBytesBothWays() throws Exception {
    try (Socket client = connect()) {
      assertThat(ask(client, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void shouldDelayBothWays() throws Exception {
    proxy.delay(Duration.ofMillis(100));
    try (Socket client = connect()) {
      long before = System.nanoTime();
      ask(client, "slow");
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThan(Duration.ofMillis(190));
    }
  }

  @Test
  void shouldHoldBytesBackWhileClogged() throws Exception {
    try (Socket client = connect()) {
      client.setSoTimeout(100);
      proxy.clog();
      assertThatThrownBy(() -> ask(client, "held")).isInstanceOf(SocketTimeoutException.class);
      proxy.unclog();
      client.setSoTimeout(10_000);
      assertThat(new String(client.getInputStream().readNBytes(4), StandardCharsets.UTF_8))
          .isEqualTo("held");
    }
  }

  @Test
  void shouldServeNewConnectionsAfterACut() throws Exception {
    try (Socket client = connect()) {
      ask(client, "one");
      proxy.cut();
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
    }
    try (Socket client = connect()) {
      assertThat(ask(client, "two")).isEqualTo("two");
    }
  }

  @Test
  void shouldCutBeforeTheChosenBytes() throws Exception {
    proxy.cutBefore(
        (chunk, length) -> new String(chunk, 0, length, StandardCharsets.UTF_8).contains("COMMIT"));
    try (Socket client = connect()) {
      assertThat(ask(client, "INSERT")).isEqualTo("INSERT");
      assertThatThrownBy(() -> ask(client, "COMMIT")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void shouldRefuseUntilAccepting() throws Exception {
    proxy.refuse();
    try (Socket client = connect()) {
      assertThatThrownBy(() -> ask(client, "no")).isInstanceOf(IOException.class);
    }
    proxy.accepting();
    try (Socket client = connect()) {
      assertThat(ask(client, "yes")).isEqualTo("yes");
    }
  }

  private Socket connect() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(10_000);
    return client;
  }

  private static String ask(Socket client, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    client.getOutputStream().write(bytes);
    byte[] answer = client.getInputStream().readNBytes(bytes.length);
    if (answer.length < bytes.length) {
      throw new IOException("The connection has ended");
    }
    return new String(answer, StandardCharsets.UTF_8);
  }

  /** One connection after the other, until the server socket is closed. */
  private void echo() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.getInputStream().transferTo(client.getOutputStream());
      } catch (IOException e) {
        // Cut by the test, or closed at its end.
      }
    }
  }
}
