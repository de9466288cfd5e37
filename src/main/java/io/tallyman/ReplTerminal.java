package io.tallyman;

import io.tallyman.repl.ReplClient;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
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

  static void connect(String socket) throws IOException, CommandFailure {
    try {
      ReplClient.relay(Path.of(socket), token(System.console()), System.in, System.out);
    } catch (InvalidPathException e) {
      throw new CommandFailure("'" + socket + "' is no path; take the one that the host answered");
    } catch (SocketException e) {
      throw new CommandFailure(
          "nobody answers on "
              + socket
              + " ("
              + e.getMessage()
              + "); has the REPL ended? Open it by ctl repl open, and run this on that host as the"
              + " user of the service");
    }
  }

  private static String token(@Nullable Console console) throws IOException, CommandFailure {
    if (console != null) {
      char[] typed = console.readPassword("token: ");
      return typed == null ? "" : new String(typed).strip();
    }
    return firstLine(System.in);
  }

  /** Byte by byte, as what follows isn't the token's. */
  private static String firstLine(InputStream in) throws IOException, CommandFailure {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
      if (line.size() > LONGEST_TOKEN) {
        throw new CommandFailure("the first line of the input isn't a token; it is longer");
      }
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }
}
