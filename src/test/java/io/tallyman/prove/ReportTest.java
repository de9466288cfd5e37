package io.tallyman.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final Finding KILLS = new Finding("kill -9", true, "5: 3 of host a, 2 of host b");
  private static final Verdict EXACT =
      new Verdict("kills", 541_909, 149.25, List.of(KILLS, new Finding("topic", true, "whole")));
  private static final Verdict WRONG =
      new Verdict("zombie", 541_909, 9, List.of(KILLS, new Finding("ledger", false, "a gap")));

  @TempDir private Path folder;

  @Test
  void shouldShowAScenarioALine() {
    assertThat(new Report(List.of(EXACT, WRONG)).table())
        .hasSize(3)
        .element(1)
        .asString()
        .contains("kills", "541,909", "2 of 2", "exact", "5: 3 of host a, 2 of host b");
    assertThat(new Report(List.of(WRONG)).table().get(1)).contains("1 of 2", "WRONG");
  }

  @Test
  void shouldBeExactOnlyIfEachScenarioIs() {
    assertThat(new Report(List.of(EXACT)).isExact()).isTrue();
    assertThat(new Report(List.of(EXACT, WRONG)).isExact()).isFalse();
    assertThat(new Report(List.of()).isExact()).as("of nothing").isFalse();
  }

  @Test
  void shouldNotCallItAProofThatNothingWasLookedAt() {
    assertThatThrownBy(() -> new Verdict("kills", 1, 1, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldWriteItForPrograms() throws IOException {
    Path file = folder.resolve("report.json");
    new Report(List.of(EXACT, WRONG)).writeTo(file);

    JsonNode report = new ObjectMapper().readTree(file.toFile());
    assertThat(report.path("exact").asBoolean(true)).isFalse();
    assertThat(report.path("scenarios").path(0).path("plan").asText()).isEqualTo("kills");
    assertThat(report.path("scenarios").path(1).path("findings").path(1).path("holds").asBoolean())
        .isFalse();
  }
}
