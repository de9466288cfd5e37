package io.tallyman;

import io.dropwizard.core.Application;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ServerCommand;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/**
 * {@code server config.yml}: the service. Ends with a sentence and exit code 1 where it can't
 * start.
 */
final class ServeCommand extends ServerCommand<TallymanConfiguration> {

  ServeCommand(Application<TallymanConfiguration> application) {
    super(application);
  }

  @Override
  public void configure(Subparser subparser) {
    super.configure(subparser);
    subparser.help("Counts until it is ended, and answers on its ports");
  }

  @Override
  public void onError(Cli cli, @Nullable Namespace namespace, Throwable e) {
    Failures.print(e, cli.getStdErr());
  }
}
