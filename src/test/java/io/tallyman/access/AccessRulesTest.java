package io.tallyman.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRulesTest {

  @ParameterizedTest
  @CsvSource({
    "GET, /status, read",
    "HEAD, /status, read",
    "GET, /, read",
    "GET, /page/page.js, read",
    "GET, /lag, read",
    "GET, /levers, read",
    "GET, /audit, read",
    "POST, /lag, dangerous",
    "POST, /page/page.js, dangerous",
    "GET, /page/none.js, read",
    "HEAD, /page/page.css, read",
    "GET, /page, dangerous",
    "GET, /page/index.html, dangerous",
    "GET, /page/../tasks/repl, dangerous",
    "GET, /page/../x.js, dangerous",
    "GET, /page/a/b.js, dangerous",
    "GET, /page//page.js, dangerous",
    "GET, /page/PAGE.JS, dangerous",
    "GET, /page/page.js/, dangerous",
    "GET, /page/.js, dangerous",
    "GET, /pages/page.js, dangerous",
    "GET, /page/, dangerous",
    "GET, /prometheus, read",
    "GET, /metrics, read",
    "GET, /healthcheck, read",
    "GET, /threads, read",
    "GET, /tasks, read",
    "POST, /tasks/consumer, operate",
    "POST, /tasks/log-level, operate",
    "POST, /tasks/rollup, operate",
    "POST, /tasks/config, operate",
    "POST, /tasks/positions, dangerous",
    "POST, /tasks/repl, dangerous",
    "POST, /tasks/gc, dangerous",
    "POST, /tasks/consumer/, dangerous",
    "POST, /tasks/CONSUMER, dangerous",
    "GET, /tasks/consumer, dangerous",
    "POST, /status, dangerous",
    "POST, /ping, dangerous",
    "GET, /pprof, dangerous",
    "GET, /unknown, dangerous",
    "OPTIONS, /status, dangerous",
    "TRACE, /status, dangerous",
    "get, /status, dangerous",
  })
  void shouldAskForTheLevelOfARoute(String method, String path, String level) {
    assertThat(AccessRules.needed(method, path))
        .hasValue(Level.valueOf(level.toUpperCase(Locale.ROOT)));
  }

  @Test
  void shouldShowThePageToWhoMayRead() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/io/tallyman/admin/page"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(file -> !file.equals("index.html")) // which is at the root
          .isNotEmpty()
          .allMatch(
              file -> AccessRules.needed("GET", "/page/" + file).equals(Optional.of(Level.READ)));
    }
  }

  @ParameterizedTest
  @CsvSource({"GET, /ping", "GET, /health-check", "HEAD, /health-check"})
  void shouldAskNobodyWhereLoadBalancersLook(String method, String path) {
    assertThat(AccessRules.needed(method, path)).isEmpty();
  }

  /** The path as it is asked for: once for each value of the parameter in it. */
  private static List<String> targets(String path, JsonNode operation) {
    List<String> targets = new ArrayList<>();
    operation
        .at("/parameters/0/schema/enum")
        .forEach(each -> targets.add(path.replaceFirst("\\{.*}", each.asText())));
    return path.contains("{") ? targets : List.of(path);
  }

  @Test
  void shouldAskForTheLevelsThatTheDescriptionOfTheApiNames() throws Exception {
    JsonNode paths =
        YAMLMapper.builder()
            .build()
            .readTree(Files.readString(Path.of("docs/openapi.yaml")))
            .path("paths");
    List<String> described = new ArrayList<>();
    List<String> needed = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (Map.Entry<String, JsonNode> each : path.getValue().properties()) {
        if (each.getValue().path("x-port").toString().contains("admin")) {
          String method = each.getKey().toUpperCase(Locale.ROOT);
          for (String target : targets(path.getKey(), each.getValue())) {
            String route = method + " " + target + " ";
            described.add(route + each.getValue().path("x-level").asText());
            needed.add(route + AccessRules.needed(method, target).map(Level::label).orElse("none"));
          }
        }
      }
    }
    assertThat(described).hasSizeGreaterThan(10).isEqualTo(needed);
  }

  @Test
  void shouldIncludeLowerLevelsInHigherOnes() {
    assertThat(Level.values()).allMatch(Level.DANGEROUS::reaches);
    assertThat(Level.OPERATE.reaches(Level.OPERATE)).isTrue();
    assertThat(Level.OPERATE.reaches(Level.READ)).isTrue();
    assertThat(Level.OPERATE.reaches(Level.DANGEROUS)).isFalse();
    assertThat(Level.READ.reaches(Level.OPERATE)).isFalse();
    assertThat(Level.labels()).isEqualTo("read, operate, dangerous");
    assertThat(Level.labelled("operate")).hasValue(Level.OPERATE);
    assertThat(Level.labelled("OPERATE")).isEmpty();
  }
}
