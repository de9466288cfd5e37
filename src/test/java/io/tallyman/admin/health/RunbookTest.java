package io.tallyman.admin.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/operations.md is the runbook: whatever an operator is told has a heading there. */
class RunbookTest {

  private static final Path RUNBOOK = Path.of("docs", "operations.md");

  private static final Map<String, String> SECTIONS = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    for (String section : Files.readString(RUNBOOK).split("\\n#{2,3} ", -1)) {
      String[] parts = section.split("\\n", 2);
      SECTIONS.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
  }

  @ParameterizedTest
  @EnumSource(HealthCause.class)
  void shouldSayOfEveryCauseWhatItMeansWhatToLookAtAndWhatToDo(HealthCause cause) {
    assertIsInstructive(cause.code());
    assertThat(SECTIONS.get(cause.code()).contains("**Means** (red)"))
        .as("%s is said to be red", cause.code())
        .isEqualTo(cause.isTrouble());
  }

  private static void assertIsInstructive(String heading) {
    assertThat(SECTIONS).containsKey(heading);
    assertThat(SECTIONS.get(heading))
        .as(heading)
        .contains("\n**Means**")
        .contains("\n**Look at**")
        .contains("\n**Do**");
  }

  @Test
  void shouldHaveNoHeadingForACauseThatThereIsNot() {
    List<String> codes = Arrays.stream(HealthCause.values()).map(HealthCause::code).toList();

    assertThat(SECTIONS.keySet().stream().filter(each -> each.matches("[a-z]+(_[a-z]+)*")))
        .containsExactlyInAnyOrderElementsOf(codes);
  }
}
