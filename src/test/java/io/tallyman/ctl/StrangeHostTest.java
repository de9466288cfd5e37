package io.tallyman.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host whose answer has a head, and no end. */
@Timeout(60)
class StrangeHostTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

  @TempDir Path folder;
  private ServerSocket door;

  /** What a host does with the connection once the request's head has come. */
  private interface Manners {
    void answer(OutputStream out) throws IOException;
  }

  @BeforeEach
  void listen() throws Exception {
    door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws Exception {
    door.close();
  }

  /** Answers one client, and waits until it has gone. */
  private CompletableFuture<Void> host(Manners manners) {
    return CompletableFuture.runAsync(
        () -> {
          try (Socket client = door.accept()) {
            InputStream in = client.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
              head.append((char) in.read());
            }
            manners.answer(client.getOutputStream());
            in.transferTo(OutputStream.nullOutputStream());
          } catch (IOException gone) {
            // the client has hung up, which is what it shall do
          }
        });
  }

  private CtlRun ctl(String... arguments) throws Exception {
    Path profiles = folder.resolve("ctl.yml");
    Files.writeString(
        profiles, "local: {hosts: ['http://127.0.0.1:" + door.getLocalPort() + "']}\n");
    return CtlRun.of(Map.of("TALLYMAN_CTL", profiles.toString()), arguments);
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Test
  void shouldNotWaitForABodyThatDoesNotCome() throws Exception {
    CompletableFuture<Void> host =
        host(out -> say(out, HEAD + "Content-Length: 100\r\n\r\n{\"host\":"));

    CtlRun run = ctl("--timeout", "1", "fleet");

    assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run.out()).contains("NO ANSWER").contains("no answer within 1 s\n");
    host.get(20, TimeUnit.SECONDS); // ctl has hung up, though its process may go on
  }

  @Test
  void shouldSayThatAChangeMayStillBeMade() throws Exception {
    CompletableFuture<Void> host = host(out -> say(out, HEAD + "Content-Length: 100\r\n\r\n"));

    assertThat(ctl("--timeout", "1", "consumer", "pause", "tracking").err())
        .contains("no answer within 1 s; it may still do it");
    host.get(20, TimeUnit.SECONDS);
  }

  @Test
  void shouldNotLetAHostsWordsSteerTheTerminal() throws Exception {
    String words = "a\u009b31m\u0085\u007f\u202eb \u00e1";
    String body = "{\"said\": \"" + words + "\"}";
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    for (String option : List.of("--json", "--timeout=20")) {
      CompletableFuture<Void> host =
          host(
              out ->
                  say(
                      out,
                      HEAD + "Connection: close\r\nContent-Length: " + length + "\r\n\r\n" + body));

      CtlRun run = ctl(option, "get", "/x");

      assertThat(run.code()).isEqualTo(ExitCode.DONE);
      assertThat(run.out()).doesNotContain("\u009b", "\u0085", "\u007f").contains("\u00e1");
      if (option.equals("--json")) {
        assertThat(run.out()).contains("a\\u009b31m\\u0085\\u007f\\u202eb");
        assertThat(run.json().at("/answers/0/body/said").asText()).isEqualTo(words);
      }
      door.close();
      host.get(20, TimeUnit.SECONDS);
      listen();
    }
  }

  @Test
  void shouldNotTakeABodyWithoutAnEnd() throws Exception {
    byte[] piece = ("4000\r\n" + "x".repeat(0x4000) + "\r\n").getBytes(StandardCharsets.UTF_8);
    CompletableFuture<Void> host =
        host(
            out -> {
              say(out, HEAD + "Transfer-Encoding: chunked\r\n\r\n");
              while (true) {
                out.write(piece);
              }
            });

    CtlRun run = ctl("--timeout", "50", "get", "/threads");

    assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("its answer has more than 16 MiB");
    host.get(20, TimeUnit.SECONDS);
  }
}
