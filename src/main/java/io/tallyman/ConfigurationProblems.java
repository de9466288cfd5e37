package io.tallyman;

import io.dropwizard.configuration.ConfigurationException;
import java.io.Serial;
import java.util.List;

/** All that is wrong with a configuration, a line each. */
final class ConfigurationProblems extends ConfigurationException {

  @Serial private static final long serialVersionUID = 1L;

  ConfigurationProblems(String path, List<String> errors) {
    super(path, errors);
  }
}
