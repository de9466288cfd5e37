package io.tallyman;

import io.tallyman.ctl.CtlFailure;
import io.tallyman.ctl.ExitCode;
import io.tallyman.repl.ReplClient;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code ctl repl connect SOCKET}: talks to a REPL that was opened on this host. The token is asked
 * for at a terminal, and else the first line of the input: as an argument everybody on the host
 * could read it.
 */
final class ReplTerminal {

  private static final int LONGEST_TOKEN = 200;

  private ReplTerminal() {}

  /**
   * Talks until the REPL has ended.
   *
   * @param console null where what is typed comes from a program
   * @throws CtlFailure when it can't be talked to, or the talk broke off
   */
  static void connect(String socket, @Nullable Console console, InputStream in, OutputStream out)
      throws CtlFailure {
    try {
      if (socket.isBlank()) {
        throw new InvalidPathException(socket, "it is empty");
      }
      Path path = Path.of(socket);
      if (Files.notExists(path)) {
        throw absent(socket, "there is no such file");
      }
      ReplClient.relay(path, token(console, in), in, out);
    } catch (InvalidPathException e) {
      throw new CtlFailure(
          ExitCode.USAGE, "'" + socket + "' is no path; take the one that the host answered");
    } catch (SocketException e) {
      throw absent(socket, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CtlFailure(
          ExitCode.UNAVAILABLE,
          "the talk with the REPL on " + socket + " ended: " + e.getMessage());
    }
  }

  private static CtlFailure absent(String socket, String why) {
    return new CtlFailure(
        ExitCode.UNAVAILABLE,
        "nobody answers on "
            + socket
            + " ("
            + why
            + "); has the REPL ended? Open it by ctl repl open, and run this on that host as the"
            + " user of the service");
  }

  private static String token(@Nullable Console console, InputStream in)
      throws IOException, CtlFailure {
    if (console != null) {
      char[] typed = console.readPassword("token: ");
      return typed == null ? "" : new String(typed).strip();
    }
    return firstLine(in);
  }

  /** Byte by byte, as what follows isn't the token's. */
  private static String firstLine(InputStream in) throws IOException, CtlFailure {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
      if (line.size() > LONGEST_TOKEN) {
        throw new CtlFailure(
            ExitCode.USAGE, "the first line of the input isn't a token; it is longer");
      }
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }
}
