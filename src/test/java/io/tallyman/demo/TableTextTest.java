package io.tallyman.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.demo.DatabaseFigures.ViewSize;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTextTest {

  @Test
  void shouldFitEightyColumnsWithLargeNumbers() throws Exception {
    LiveFigures figures = figures(999_999_999L, Duration.ofSeconds(1), "broker 2 is down");
    List<RollupPlan> plans =
        DemoPlan.read(Path.of(TableTextTest.class.getResource("two-rollups.yml").toURI()))
            .rollups();
    List<String> lines = new ArrayList<>(List.of(TableText.header(), TableText.line(figures)));
    lines.addAll(TableText.rollups(figures, plans));
    lines.addAll(TableText.latest(figures));
    lines.addAll(TableText.deadLetters(figures.database().deadLetters()));

    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThan(80));
    assertThat(String.join("\n", lines)).contains("999,999,999", "broker 2 is down", "empty 12");
  }

  @Test
  void shouldSayThatTheDatabaseDoesNotAnswer() {
    assertThat(TableText.line(figures(5, Duration.ofSeconds(4), ""))).endsWith("no answer for 4 s");
    assertThat(TableText.line(figures(5, Duration.ofSeconds(1), ""))).doesNotContain("answer");
  }

  private static LiveFigures figures(long settled, Duration age, String note) {
    DatabaseFigures database =
        new DatabaseFigures(
            1,
            settled + 1,
            Map.of(0, settled),
            Map.of("buying", new OutcomeCounts(settled, 1, 0, 2, 3, 4)),
            Map.of("empty", 12L, "malformed", 3L),
            List.of(new ViewSize("buying", 17, settled)),
            List.of(
                List.of("bucket_start", "event_type", "a_very_long_name_of_a_column", "events"),
                List.of("2026-11-21 01:02:00", "view", "x".repeat(300), "12345")));
    return new LiveFigures(
        LocalTime.NOON,
        Duration.ofSeconds(7),
        settled + 1,
        20_000,
        19_999,
        1,
        123.4,
        database,
        age,
        note);
  }
}
