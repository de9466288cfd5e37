package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class StopBudgetTest {

  @Test
  void shouldBeWhatTheManualSays() throws Exception {
    TallymanConfiguration configuration =
        new TallymanConfigurationFactory(Validators.newValidator(), Jackson.newObjectMapper(), "dw")
            .build(new FileConfigurationSourceProvider(), "config.yml");

    assertThat(StopBudget.of(configuration)).hasSeconds(40);
    assertThat(Files.readString(Path.of("docs/operations.md")))
        .contains("A stop takes 40 s at most");
  }
}
