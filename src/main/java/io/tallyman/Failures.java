package io.tallyman;

import io.dropwizard.configuration.ConfigurationException;
import io.tallyman.ctl.CtlFailure;
import io.tallyman.lifecycle.PartFailure;
import io.tallyman.produce.ProduceFailure;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.DatabaseRefusal;
import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Says to the person at the terminal why a command failed: a sentence where we know one, else
 * everything we know.
 */
final class Failures {

  private Failures() {}

  static void print(Throwable failure, PrintWriter stderr) {
    String sentence = sentence(failure);
    if (sentence == null) {
      failure.printStackTrace(stderr);
    } else if (!sentence.isEmpty()) {
      stderr.println(sentence);
    }
  }

  private static @Nullable String sentence(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each.getCause() instanceof BindException cause) {
        return unbound(String.valueOf(each.getMessage()), cause);
      } else if (each instanceof ConfigurationException
          || each instanceof CommandFailure
          || each instanceof CtlFailure
          || each instanceof DatabaseRefusal
          || each instanceof ProduceFailure
          || each instanceof StoreUnavailable) {
        return String.valueOf(each.getMessage()).strip();
      } else if (each instanceof FileNotFoundException || each instanceof NoSuchFileException) {
        return each.getMessage() + ": there is no such file";
      } else if (each.getCause() == null && failure instanceof PartFailure) {
        return String.valueOf(failure.getMessage());
      }
    }
    return null;
  }

  /** Jetty's own message names the address, which its cause doesn't. */
  private static String unbound(String message, BindException cause) {
    String address = message.replaceFirst("^Failed to bind to /?", "");
    return (String.valueOf(cause.getMessage()).contains("in use")
            ? address + " is in use; end what listens there"
            : address
                + " can't be bound ("
                + cause.getMessage()
                + "); name an address of this host")
        + ", or change its host and port in server.applicationConnectors or"
        + " server.adminConnectors of the configuration";
  }
}
