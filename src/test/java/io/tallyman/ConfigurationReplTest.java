package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.tallyman.event.Problem;
import io.tallyman.repl.ReplSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The section {@code repl} of {@code config.yml}. */
class ConfigurationReplTest {

  private final List<Problem> problems = new ArrayList<>();

  private ReplSettings read(String text) throws IOException {
    return new ReplReader()
        .read(
            new Section("repl", new ObjectMapper(new YAMLFactory()).readTree(text), problems::add));
  }

  private List<String> sentences() {
    return problems.stream().map(Problem::toString).toList();
  }

  @Test
  void shouldBeOffUnlessItIsAskedFor() throws IOException {
    assertThat(read("{}")).isEqualTo(ReplSettings.NONE);
    assertThat(read("{limit: 1h}").enabled()).isFalse();
    assertThat(problems).isEmpty();
  }

  @Test
  void shouldTakeADirectoryAndALimit() throws IOException {
    assertThat(read("{enabled: true, directory: /run/tallyman/repl, limit: 10m}"))
        .isEqualTo(new ReplSettings(true, Path.of("/run/tallyman/repl"), Duration.ofMinutes(10)));
    assertThat(problems).isEmpty();
  }

  @Test
  void shouldReportEverythingThatIsWrong() throws IOException {
    read("{enabled: true, limit: 9h, port: 1}");
    read("{enabled: true, directory: repl}");
    read("{enabled: maybe, directory: '/%s'}".formatted("x".repeat(80)));

    assertThat(sentences())
        .containsExactly(
            "repl.directory: it is missing; write the absolute path of one that only the service's"
                + " user may enter, such as /run/tallyman/repl",
            "repl.limit: it isn't from 10s to 8h; write 30m",
            "repl.port: there is no such key; its keys are directory, enabled, limit",
            "repl.directory: 'repl' is no absolute path; write the absolute path of one that only"
                + " the service's user may enter, such as /run/tallyman/repl",
            "repl.enabled: 'maybe' is neither true nor false; write true or false",
            "repl.directory: it is longer than 80 bytes, too long for a socket in it; take a"
                + " shorter one, such as /run/tallyman/repl");
  }
}
