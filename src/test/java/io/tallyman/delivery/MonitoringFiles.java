package io.tallyman.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What monitoring takes from this repository: Prometheus' rules and Grafana's dashboard. */
public final class MonitoringFiles {

  public static final Path RULES = Path.of("ops", "prometheus", "rules.yml");
  public static final Path RULES_TEST = Path.of("ops", "prometheus", "rules_test.yml");
  public static final Path DASHBOARD = Path.of("ops", "grafana", "tallyman.json");

  private static final Pattern EXPORTED =
      Pattern.compile("(?<![:a-z_])(tallyman|jvm|process)_[a-z0-9_]+");

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private MonitoringFiles() {}

  /** The alerts and recording rules. */
  static List<JsonNode> rules() throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode group : YAML.readTree(RULES.toFile()).path("groups")) {
      group.path("rules").forEach(rules::add);
    }
    return rules;
  }

  static JsonNode rulesTest() throws IOException {
    return YAML.readTree(RULES_TEST.toFile());
  }

  static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(DASHBOARD.toFile());
  }

  /** Every query of the dashboard: panels, variables, annotations. */
  static List<String> dashboardQueries() throws IOException {
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : dashboard().path("panels")) {
      panel.path("targets").forEach(target -> queries.add(target.path("expr").asText()));
    }
    for (JsonNode variable : dashboard().at("/templating/list")) {
      if (variable.path("type").asText().equals("query")) {
        queries.add(variable.at("/query/query").asText());
      }
    }
    dashboard().at("/annotations/list").forEach(each -> queries.add(each.path("expr").asText()));
    return queries;
  }

  /** The metrics that rules and dashboard ask for. */
  public static Set<String> metricsAskedFor() throws IOException {
    List<String> queries = new ArrayList<>(dashboardQueries());
    rules().forEach(rule -> queries.add(rule.path("expr").asText()));
    Set<String> names = new TreeSet<>();
    for (String query : queries) {
      Matcher name = EXPORTED.matcher(query.replaceAll("\"[^\"]*\"", "\"\""));
      while (name.find()) {
        names.add(name.group());
      }
    }
    return names;
  }
}
