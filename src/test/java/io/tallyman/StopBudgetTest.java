package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** Or systemd would kill what is still within its time. */
  @Test
  void shouldBeLessThanWhatEveryUnitGives() throws Exception {
    assertThat(seconds("ops/debian/tallyman.service", "TimeoutStopSec=(\\d+)")).isGreaterThan(40);
    assertThat(seconds("ansible/roles/tallyman/defaults/main.yml", "tallyman_stop_timeout: (\\d+)"))
        .isGreaterThan(40);
    assertThat(seconds("compose.yml", "stop_grace_period: (\\d+)s\n    mem_limit"))
        .isGreaterThan(40);
  }

  private static int seconds(String file, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
    assertThat(matcher.find()).as("%s in %s", pattern, file).isTrue();
    return Integer.parseInt(matcher.group(1));
  }
}
