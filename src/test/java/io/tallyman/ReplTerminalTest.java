package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tallyman.ctl.CtlFailure;
import io.tallyman.ctl.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ctl repl connect SOCKET} where it can't go well. */
@Timeout(60)
class ReplTerminalTest {

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private void connect(String socket, String typed) throws CtlFailure {
    ReplTerminal.connect(
        socket, null, new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), out);
  }

  private CtlFailure failure(String socket, String typed) {
    CtlFailure failure = catchThrowableOfType(CtlFailure.class, () -> connect(socket, typed));
    assertThat(failure).isNotNull();
    return failure;
  }

  /** Listens, and says this to whoever comes, and hangs up. */
  private CompletableFuture<Void> host(ServerSocketChannel door, String words) throws IOException {
    door.bind(UnixDomainSocketAddress.of(folder.resolve("x.sock")));
    return CompletableFuture.runAsync(
        () -> {
          try (SocketChannel client = door.accept()) {
            client.read(ByteBuffer.allocate(100)); // the token
            client.write(StandardCharsets.UTF_8.encode(words));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private CtlFailure told(String words) throws IOException {
    try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      CompletableFuture<Void> host = host(door, words);
      CtlFailure failure = failure(folder.resolve("x.sock").toString(), "token\n1 + 1\n");
      host.join();
      return failure;
    }
  }

  @Test
  void shouldSayThatNobodyAnswersWhereThereIsNoSocket() throws Exception {
    for (String socket :
        new String[] {folder.resolve("gone.sock").toString(), folder + "/" + "x".repeat(200)}) {
      CtlFailure failure = failure(socket, "token\n");
      assertThat(failure.code()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(failure).hasMessageStartingWith("nobody answers on " + socket + " (");
    }
    String file = Files.createFile(folder.resolve("file")).toString();
    assertThat(failure(file, "token\n").code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(failure(folder.toString(), "token\n").code()).isEqualTo(ExitCode.UNAVAILABLE);
  }

  @Test
  void shouldRefuseWhatIsNoPathAndNoToken() throws Exception {
    assertThat(failure("", "token\n").code()).isEqualTo(ExitCode.USAGE);
    assertThat(failure("a\0b", "token\n").code()).isEqualTo(ExitCode.USAGE);
    String file = Files.createFile(folder.resolve("file")).toString();
    assertThat(failure(file, "x".repeat(201)).code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void shouldNotEndWellWhereTheTalkDidNot() throws Exception {
    CtlFailure broken = told("tallyman> half an ans");
    assertThat(broken.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(broken).hasMessageContaining("the connection broke before the REPL had ended");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("tallyman> half an ans");
  }

  @Test
  void shouldNotEndWellWhereTheTokenIsRefused() throws Exception {
    CtlFailure refused = told("refused: the token is wrong\n");
    assertThat(refused.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(refused).hasMessageContaining("it was refused");
  }

  @Test
  void shouldEndWellWhereTheReplSaysThatItEnds() throws Exception {
    try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      String words = "tallyman> \nthe REPL has ended: its time is over\n";
      CompletableFuture<Void> host = host(door, words);
      connect(folder.resolve("x.sock").toString(), "token\n1 + 1\n");
      host.join();
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(words);
    }
  }
}
