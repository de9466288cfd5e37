package io.tallyman;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import io.tallyman.ctl.Ctl;
import io.tallyman.ctl.CtlFailure;
import io.tallyman.ctl.ExitCode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/**
 * {@code ctl --env prod fleet}: asks and steers running hosts over their admin ports. It needs no
 * {@code config.yml}.
 */
final class CtlCommand extends Command {

  private static final String NAME = "ctl";

  private final List<String> words;

  /**
   * @param words what was typed
   */
  CtlCommand(List<String> words) {
    super(NAME, "Shows and steers running hosts, one or all, over their admin ports");
    this.words = List.copyOf(words);
  }

  /** What the process ends with after a failure of any command. */
  static int exitCode(Throwable failure) {
    if (failure instanceof CtlFailure known) {
      return known.code().number();
    }
    if (failure instanceof CommandFailure known) {
      return known.exitCode();
    }
    boolean ours =
        failure instanceof ArgumentParserException wrong
            && wrong.getParser() != null
            && wrong
                .getParser()
                .formatUsage()
                .matches("(?s).*\\s(" + NAME + "|" + SmokeCommand.NAME + ")\\s.*");
    return ours ? ExitCode.USAGE.number() : 1;
  }

  @Override
  public void configure(Subparser subparser) {
    subparser.help(getDescription());
    Ctl.declare(subparser);
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) throws Exception {
    Ctl.requireWholeName(arguments, words);
    Optional<String> socket = Ctl.socket(arguments);
    if (socket.isPresent()) {
      ReplTerminal.connect(socket.get(), System.console(), System.in, System.out);
      return;
    }
    new Ctl(System.getenv(), Clock.systemUTC(), System.in, System.out, System.err).run(arguments);
  }

  @Override
  public void onError(Cli cli, @Nullable Namespace namespace, Throwable e) {
    Failures.print(e, cli.getStdErr());
  }
}
