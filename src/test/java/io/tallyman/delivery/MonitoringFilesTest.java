package io.tallyman.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Rules, their tests, runbook and dashboard fit together; MonitoringIT compares them with a
 * service.
 */
class MonitoringFilesTest {

  private static final Path RUNBOOK = Path.of("docs", "operations.md");

  @Test
  void shouldHaveRulesThatPrometheusTakesAndWhoseTestsPass() throws Exception {
    Promtool.check("", "check", "rules", MonitoringFiles.RULES.toString());
    Promtool.check("", "test", "rules", MonitoringFiles.RULES_TEST.toString());
  }

  @Test
  void shouldSayOfEveryAlertWhatItMeansWhatToLookAtAndWhatToDo() throws IOException {
    String runbook = Files.readString(RUNBOOK);
    for (JsonNode rule : alerts()) {
      String alert = rule.path("alert").asText();
      String severity = rule.at("/labels/severity").asText();
      assertThat(runbook).contains("\n### " + alert + "\n");
      String section = runbook.split("\n### " + alert + "\n", 2)[1].split("\n#{2,3} ", 2)[0];
      assertThat(section)
          .as(alert)
          .contains("\n**Means** (" + severity + "): ")
          .contains("\n**Look at** ")
          .contains("\n**Do** ");
      assertThat(rule.at("/annotations/runbook").asText())
          .isEqualTo("docs/operations.md#" + alert.toLowerCase(Locale.ROOT));
      assertThat(rule.at("/annotations/summary").asText()).as(alert).isNotBlank();
      assertThat(rule.at("/annotations/remedy").asText()).as(alert).isNotBlank();
      assertThat(severity).as(alert).isIn("page", "warn");
    }
  }

  @Test
  void shouldHaveNoHeadingOfAnAlertThatThereIsNot() throws IOException {
    List<String> headings =
        Files.readAllLines(RUNBOOK).stream()
            .filter(line -> line.startsWith("### Tallyman"))
            .map(line -> line.substring(4))
            .toList();

    assertThat(headings).containsExactlyInAnyOrderElementsOf(names());
  }

  @Test
  void shouldTestThatEveryAlertFiresAndThatItDoesNot() throws IOException {
    Set<String> firing = new TreeSet<>();
    Set<String> quiet = new TreeSet<>();
    for (JsonNode test : MonitoringFiles.rulesTest().path("tests")) {
      for (JsonNode each : test.path("alert_rule_test")) {
        Set<String> kind = each.path("exp_alerts").isEmpty() ? quiet : firing;
        kind.add(each.path("alertname").asText());
      }
    }

    assertThat(firing).containsExactlyInAnyOrderElementsOf(names());
    assertThat(quiet).containsExactlyInAnyOrderElementsOf(names());
  }

  @Test
  void shouldHaveADashboardWhosePanelsAskAndExplain() throws IOException {
    JsonNode dashboard = MonitoringFiles.dashboard();
    Set<Integer> ids = new TreeSet<>();
    List<JsonNode> panels = new ArrayList<>();
    dashboard.path("panels").forEach(panels::add);

    assertThat(panels).hasSizeGreaterThan(20);
    for (JsonNode panel : panels) {
      assertThat(ids.add(panel.path("id").asInt())).as("%s has an id of its own", panel).isTrue();
      if (!panel.path("type").asText().equals("row")) {
        assertThat(panel.path("description").asText())
            .as(panel.path("title").asText())
            .isNotBlank();
        assertThat(panel.path("targets")).as(panel.path("title").asText()).isNotEmpty();
      }
    }
    assertThat(MonitoringFiles.dashboardQueries()).allMatch(query -> !query.isBlank());
  }

  private static List<JsonNode> alerts() throws IOException {
    return MonitoringFiles.rules().stream().filter(rule -> rule.has("alert")).toList();
  }

  private static List<String> names() throws IOException {
    return alerts().stream().map(rule -> rule.path("alert").asText()).toList();
  }
}
