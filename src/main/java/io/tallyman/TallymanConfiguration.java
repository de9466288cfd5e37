package io.tallyman;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.dropwizard.core.Configuration;
import io.tallyman.log.Secrets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code config.yml}: Dropwizard's sections, and Tallyman's. Made by {@link
 * TallymanConfigurationFactory}, which puts the settings in before anyone sees it.
 */
public final class TallymanConfiguration extends Configuration {

  private @Nullable Blueprint blueprint;
  private Secrets secrets = Secrets.NONE;

  @JsonIgnore
  Blueprint blueprint() {
    return Objects.requireNonNull(blueprint, "the configuration was not made by its factory");
  }

  /** What stands in the file and must not be said. */
  @JsonIgnore
  Secrets secrets() {
    return secrets;
  }

  @JsonIgnore
  void setBlueprint(Blueprint blueprint, Secrets secrets) {
    this.blueprint = blueprint;
    this.secrets = secrets;
  }
}
