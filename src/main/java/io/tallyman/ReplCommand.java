package io.tallyman;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import io.tallyman.repl.ReplClient;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/**
 * {@code repl SOCKET}: talks to the REPL that {@code POST /tasks/repl} has opened on this host. The
 * token is asked for at a terminal, and else the first line of the input: as an argument everybody
 * on the host could read it.
 */
final class ReplCommand extends Command {

  private static final int LONGEST_TOKEN = 200;

  ReplCommand() {
    super("repl", "Talks to the REPL that POST /tasks/repl has opened on this host");
  }

  @Override
  public void configure(Subparser subparser) {
    subparser.help(getDescription());
    subparser.addArgument("socket").help("the path that the task has answered");
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) throws Exception {
    String socket = arguments.getString("socket");
    try {
      Path path = Path.of(socket);
      ReplClient.relay(path, token(System.console()), System.in, System.out);
    } catch (InvalidPathException e) {
      throw new CommandFailure("'" + socket + "' is no path; take the one that the task answered");
    } catch (SocketException e) {
      throw new CommandFailure(
          "nobody answers on "
              + socket
              + " ("
              + e.getMessage()
              + "); has the REPL ended? Open it by POST /tasks/repl, and run this as the user of"
              + " the service");
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

  @Override
  public void onError(Cli cli, @Nullable Namespace namespace, Throwable e) {
    Failures.print(e, cli.getStdErr());
  }
}
