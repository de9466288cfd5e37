package io.tallyman.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.dropwizard.core.Configuration;
import io.dropwizard.testing.DropwizardTestSupport;
import io.dropwizard.testing.ResourceHelpers;
import io.tallyman.access.AccessKey;
import io.tallyman.access.AccessSettings;
import io.tallyman.access.Level;
import io.tallyman.admin.ShellApplication;
import io.tallyman.repl.ReplInvitation;
import io.tallyman.repl.ReplSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ctl repl} against a real admin port that allows a REPL, and against strange ones. */
@Timeout(90)
class CtlReplTest {

  private static final String SECRET = "the-owners-secret-0123456789abcdefghi";
  private static final String LESSER = "the-operators-secret-0123456789abcdef";
  private static final Instant LATER = Instant.parse("2026-11-21T10:05:00Z");

  @TempDir private static Path folder;
  private static DropwizardTestSupport<Configuration> service;

  @BeforeAll
  static void start() throws Exception {
    AccessSettings access =
        new AccessSettings(
            List.of(key("owner", SECRET, Level.DANGEROUS), key("ops", LESSER, Level.OPERATE)),
            List.of(),
            List.of());
    ReplSettings repl = new ReplSettings(true, folder.resolve("own"), Duration.ofMinutes(30));
    service =
        new DropwizardTestSupport<>(
            ShellApplication.class,
            ResourceHelpers.resourceFilePath("io/tallyman/admin/admin.yml")) {
          @Override
          public ShellApplication newApplication() {
            return new ShellApplication(access, repl);
          }
        };
    service.before();
  }

  private static AccessKey key(String id, String secret, Level level) {
    return new AccessKey(id, secret.getBytes(StandardCharsets.UTF_8), level);
  }

  @AfterAll
  static void stop() {
    service.after();
  }

  private static CtlRun ctl(int port, String typed, String... arguments) throws Exception {
    Path profiles = folder.resolve("ctl.yml");
    String host = "'http://127.0.0.1:" + port + "'";
    Files.writeString(
        profiles,
        """
        one: {hosts: [%1$s], key: owner, secretEnvironment: OWNER}
        lesser: {hosts: [%1$s], key: ops, secretEnvironment: OPS}
        two: {hosts: [%1$s, 'http://localhost:1'], key: owner, secretEnvironment: OWNER}
        """
            .formatted(host));
    return CtlRun.typing(
        typed,
        Map.of("TALLYMAN_CTL", profiles.toString(), "OWNER", SECRET, "OPS", LESSER),
        arguments);
  }

  private static CtlRun repl(String typed, String... more) throws Exception {
    return ctl(service.getAdminPort(), typed, more);
  }

  @Test
  void shouldOpenAReplAndTalkToItInOneStep() throws Exception {
    CtlRun run =
        repl(
            "system.settings().host()",
            "repl",
            "connect",
            "--env",
            "one",
            "--reason",
            "a question");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("\"host-1\"").doesNotContain("its token");
    try (var sockets = Files.list(folder.resolve("own"))) {
      assertThat(sockets).isEmpty();
    }
  }

  @Test
  void shouldOpenOneForLaterAndCloseIt() throws Exception {
    CtlRun open = repl("", "repl", "open", "--env", "one", "--reason", "a question");
    assertThat(ReplInvitation.of(open.out())).isPresent();

    assertThat(repl("", "repl", "close", "--env", "one").out()).isEqualTo("the REPL is closed\n");
  }

  @Test
  void shouldOpenNoneWithoutAReasonOrTheLevel() throws Exception {
    CtlRun unreasoned = repl("1 + 1\n", "repl", "connect", "--env", "one");
    assertThat(unreasoned.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(unreasoned.err()).contains("reason is missing");

    assertThat(repl("1 + 1\n", "repl", "connect", "--env", "lesser", "--reason", "x").code())
        .isEqualTo(ExitCode.NOT_LET_IN);
  }

  @Test
  void shouldTalkToOneHostInWords() throws Exception {
    assertThat(repl("", "repl", "connect", "--env", "two", "--all-hosts", "--reason", "x").err())
        .startsWith("one talks to one host, and in words");
    assertThat(repl("", "repl", "connect", "--env", "one", "--json", "--reason", "x").code())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void shouldShowTheWayInWhereItIsOnAnotherMachine() throws Exception {
    String words =
        new ReplInvitation(Path.of("/nowhere/repl-0badcafe.sock"), "a-token", LATER).words();

    CtlRun run = answered(words, "1 + 1\n");

    assertThat(run.out()).isEqualTo(words);
    assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run.err()).contains("can't be entered from here").contains("127.0.0.1");
  }

  /** A host that lies must not have us type into another program's socket. */
  @Test
  void shouldEnterNoSocketThatIsNotARepls() throws Exception {
    Path strange = folder.resolve("docker.sock");
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(strange));
      other.configureBlocking(false);

      CtlRun run = answered(new ReplInvitation(strange, "a-token", LATER).words(), "1 + 1\n");

      assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(other.accept()).isNull();
    }
  }

  @Test
  void shouldNotTakeABrokenTalkForAnEnd() throws Exception {
    Path socket = folder.resolve("repl-0badbeef.sock");
    try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      door.bind(UnixDomainSocketAddress.of(socket));
      CompletableFuture<Void> host =
          CompletableFuture.runAsync(
              () -> {
                try (SocketChannel client = door.accept()) {
                  client.read(ByteBuffer.allocate(100)); // the token
                  client.write(StandardCharsets.UTF_8.encode("tallyman> half an ans"));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });

      CtlRun run = answered(new ReplInvitation(socket, "a-token", LATER).words(), "1 + 1\n");

      host.join();
      assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(run.err()).contains("the connection broke before the REPL had ended");
    }
  }

  private static CtlRun answered(String words, String typed) throws Exception {
    HttpServer host =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host.createContext(
        "/tasks/repl",
        exchange -> {
          byte[] body = words.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    host.start();
    try {
      return ctl(
          host.getAddress().getPort(), typed, "repl", "connect", "--env", "one", "--reason", "x");
    } finally {
      host.stop(0);
    }
  }
}
