package io.tallyman;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.tallyman.rollup.StoreUnavailable;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A command that does one thing and ends: its own words on stdout, what went wrong on stderr, with
 * exit code 1.
 */
abstract class TallymanCommand extends ConfiguredCommand<TallymanConfiguration> {

  TallymanCommand(String name, String description) {
    super(name, description);
  }

  @Override
  public void configure(Subparser subparser) {
    super.configure(subparser);
    subparser.help(getDescription());
  }

  @Override
  protected Class<TallymanConfiguration> getConfigurationClass() {
    return TallymanConfiguration.class;
  }

  @Override
  protected final void run(
      Bootstrap<TallymanConfiguration> bootstrap,
      Namespace arguments,
      TallymanConfiguration configuration)
      throws Exception {
    // A command speaks for itself; the log of the libraries that it uses is for the server's
    // operator.
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
    configuration.secrets().guard((LoggerContext) LoggerFactory.getILoggerFactory());
    try {
      run(configuration.blueprint(), arguments);
    } catch (StoreUnavailable e) {
      throw new StoreUnavailable(
          DatabaseHint.after(String.valueOf(e.getMessage()), System.getenv()), e);
    }
  }

  abstract void run(Blueprint blueprint, Namespace arguments) throws Exception;

  @Override
  public void onError(Cli cli, @Nullable Namespace namespace, Throwable e) {
    Failures.print(e, cli.getStdErr());
  }

  /** Says something to the person at the terminal. */
  static void say(String line) {
    System.out.println(line);
  }
}
