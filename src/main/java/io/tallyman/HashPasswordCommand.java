package io.tallyman;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import io.tallyman.access.PasswordPrompt;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/**
 * {@code hash-password}: asks for a password at the terminal and prints the line that {@code
 * access.users} takes. Exit code 1 where there is no terminal or no good password.
 */
final class HashPasswordCommand extends Command {

  HashPasswordCommand() {
    super("hash-password", "Asks for a password and prints what access.users takes");
  }

  @Override
  public void configure(Subparser subparser) {
    // it takes no arguments
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) throws CommandFailure {
    try {
      TallymanCommand.say(new PasswordPrompt(Optional.ofNullable(System.console())).ask().line());
    } catch (IllegalArgumentException refused) {
      throw new CommandFailure(String.valueOf(refused.getMessage()));
    }
  }

  @Override
  public void onError(Cli cli, @Nullable Namespace namespace, Throwable e) {
    Failures.print(e, cli.getStdErr());
  }
}
