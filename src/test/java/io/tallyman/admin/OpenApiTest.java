package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.Configuration;
import io.dropwizard.testing.ResourceHelpers;
import io.dropwizard.testing.junit5.DropwizardAppExtension;
import io.dropwizard.testing.junit5.DropwizardExtensionsSupport;
import io.tallyman.lifecycle.Check;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/openapi.yaml against what the ports really register and answer. */
@ExtendWith(DropwizardExtensionsSupport.class)
@Timeout(60)
class OpenApiTest {

  private static final DropwizardAppExtension<Configuration> SERVICE =
      new DropwizardAppExtension<>(
          ShellApplication.class, ResourceHelpers.resourceFilePath("io/tallyman/admin/admin.yml"));

  /** A method that isn't taken is answered so. */
  private static final Set<Integer> UNTAKEN = Set.of(404, 405, 501);

  private static final List<String> METHODS = List.of("get", "post", "put", "delete", "patch");

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final ShellApplication application = SERVICE.getApplication();
  private final DescribedApi api = DescribedApi.read();

  OpenApiTest() throws IOException {}

  private static int number(String port) {
    return port.equals("admin") ? SERVICE.getAdminPort() : SERVICE.getLocalPort();
  }

  @Test
  void shouldDescribeEveryRouteThatIsThereAndNoOther() throws Exception {
    Set<String> admin = PortRoutes.admin(SERVICE.getEnvironment());

    assertThat(api.paths("admin")).isEqualTo(admin);
    assertThat(api.paths("application"))
        .isEqualTo(PortRoutes.application(SERVICE.getEnvironment()));
    assertThat(admin)
        .contains("/", "/page/{}", "/status", "/ping", "/health-check", "/tasks/repl", "/tasks/gc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "application"})
  void shouldDescribeEveryMethodThatARouteTakesAndNoOther(String port) throws Exception {
    for (String path : api.described(port)) {
      for (String method : METHODS) {
        boolean described = !api.operation(path, method).isMissingNode();
        if (!(described && path.equals("/pprof"))) { // which would take ten seconds
          for (String target : api.targets(path)) {
            boolean taken = !UNTAKEN.contains(send(port, method, target, "").statusCode());
            assertThat(taken).as("%s %s %s", port, method, target).isEqualTo(described);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "application"})
  void shouldDescribeTheParametersThatAReadTakes(String port) throws Exception {
    for (String path : api.reads(port)) {
      for (String target : api.targets(path)) {
        HttpResponse<String> answer = send(port, "get", target + "?zzz=1", "");
        assertFits(path, "get", answer);
        assertThat(known(answer)).as(target).isEqualTo(api.query(path, "get"));
      }
    }
  }

  /** The names that a refusal of an unknown one lists. */
  private Set<String> known(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    String detail = json.readTree(answer.body()).path("detail").asText();
    assertThat(detail).startsWith("the parameter 'zzz' is unknown; ");
    return detail.endsWith("; there are none here")
        ? Set.of()
        : new TreeSet<>(
            List.of(detail.replaceFirst("(?s).*the parameters are ", "").split(", ", -1)));
  }

  private Set<String> tasks() {
    return api.described("admin").stream()
        .filter(path -> path.startsWith("/tasks/"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void shouldDescribeTheParametersThatATaskTakes() throws Exception {
    for (String path : tasks()) {
      Set<String> described = new TreeSet<>();
      api.form(path).path("properties").properties().forEach(each -> described.add(each.getKey()));
      assertThat(known(send("admin", "post", path, "zzz=1"))).as(path).isEqualTo(described);
    }
  }

  @Test
  void shouldDescribeWhichParametersATaskCannotDoWithout() throws Exception {
    for (String path : tasks()) {
      for (JsonNode missing : api.form(path).path("required")) {
        HttpResponse<String> answer = send("admin", "post", path, formWithout(path, missing));
        assertFits(path, "post", answer);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).as(path).contains(missing.asText() + " is missing");
      }
    }
  }

  private String formWithout(String path, JsonNode missing) {
    List<String> fields = new ArrayList<>();
    for (JsonNode each : api.form(path).path("required")) {
      if (!each.equals(missing)) {
        Set<String> values = api.values(path, each.asText());
        fields.add(each.asText() + "=" + values.stream().findFirst().orElse("tracking"));
      }
    }
    return String.join("&", fields);
  }

  @ParameterizedTest
  @CsvSource({
    "/tasks/consumer, action, source=tracking",
    "/tasks/consumer, scope, source=tracking&action=pause",
    "/tasks/rollup, action, rollup=x",
    "/tasks/config, action, key=flush.interval",
    "/tasks/config, scope, key=flush.interval&value=2s",
    "/tasks/log-level, action, logger=io.tallyman.x",
    "/tasks/log-level, level, logger=io.tallyman.x",
    "/tasks/positions, action, source=tracking",
    "/tasks/repl, action, reason=x",
  })
  void shouldDescribeTheValuesThatAParameterTakes(String path, String name, String others)
      throws Exception {
    HttpResponse<String> answer = send("admin", "post", path, others + "&" + name + "=zzz");

    assertFits(path, "post", answer);
    assertThat(answer.statusCode()).isEqualTo(400);
    String sentence = json.readTree(answer.body()).path("detail").asText();
    assertThat(sentence).startsWith(name + " is 'zzz'; it is ");
    Set<String> taken = new TreeSet<>(List.of(sentence.split("[^A-Za-z]+", -1)));
    taken.removeAll(Set.of(name, "is", "zzz", "it", "or", "left", "out", "for", ""));
    assertThat(taken).isEqualTo(api.values(path, name));
  }

  @Test
  void shouldDescribeEveryFieldAlsoOfListsThatAreEmptyNow() throws Exception {
    RecordDifferences differences = new RecordDifferences(api);
    assertThat(differences.of("status", StatusDocument.class, api.schema("Status"))).isEmpty();
    assertThat(differences.of("lag", LagDocument.class, api.schema("Lag"))).isEmpty();
    assertThat(differences.of("levers", LeversDocument.class, api.schema("Levers"))).isEmpty();
    assertThat(differences.of("audit", AuditDocument.class, api.schema("Audit"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "application"})
  void shouldAnswerAsItIsDescribed(String port) throws Exception {
    for (String path : api.reads(port)) {
      if (!path.equals("/pprof")) {
        for (String target : api.targets(path)) {
          assertFits(path, "get", send(port, "get", target, ""));
        }
      }
    }
    String named = "/health-check?type=ready&name=all";
    assertFits("/health-check", "get", send(port, "get", named, ""));
  }

  @Test
  void shouldAnswerAsItIsDescribedWhereTheDatabaseIsAway() throws Exception {
    application.pool.is(new Check.Unwell("the database is away"));
    application.database.refuse("Access denied");
    application.takeSettingsAway(true);
    try {
      for (String path : List.of("/status", "/healthcheck", "/audit")) {
        assertFits(path, "get", send("admin", "get", path, ""));
      }
      String form = "action=pause&source=tracking&scope=fleet";
      HttpResponse<String> answer = send("admin", "post", "/tasks/consumer", form);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertFits("/tasks/consumer", "post", answer);
    } finally {
      application.pool.is(Check.well());
      application.database.answer();
      application.takeSettingsAway(false);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/tasks/consumer, action=resume&source=tracking",
    "/tasks/config, action=list",
    "/tasks/log-level, action=list",
    "/tasks/repl, action=close",
    "/tasks/gc, ''",
  })
  void shouldAnswerWordsWhereATaskWasCarriedOut(String path, String form) throws Exception {
    HttpResponse<String> answer = send("admin", "post", path, form);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertFits(path, "post", answer);
  }

  @Test
  void shouldRefuseAsItIsDescribedWhoIsNotLetIn() throws Exception {
    HttpRequest foreign =
        request("admin", "post", "/tasks/consumer", "")
            .header("Origin", "http://evil.example")
            .build();
    HttpResponse<String> answer = http.send(foreign, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertFits("/tasks/consumer", "post", answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "application"})
  void shouldAskNobodyWhereNoLevelIsNeeded(String port) {
    for (String path : api.described(port)) {
      for (JsonNode each : api.operations(path)) {
        boolean open = each.path("security").toString().equals("[{}]");
        assertThat(each.path("x-level").asText().equals("none")).as(path).isEqualTo(open);
      }
    }
  }

  @Test
  void shouldReferToAllThatIsThereAndToNothingElse() {
    assertThat(api.looseEnds()).isEmpty();
  }

  @Test
  void shouldNoticeAFieldThatIsNotDescribed() throws Exception {
    assertThat(
            api.misfits("v", json.readTree("{\"version\":1,\"more\":\"\"}"), api.schema("Version")))
        .containsExactlyInAnyOrder(
            "v.commit is missing",
            "v.build_time is missing",
            "v.version is integer instead of [string]",
            "v.more isn't described");
  }

  /** Status, kind and content are among those that are described. */
  private void assertFits(String path, String method, HttpResponse<String> answer)
      throws IOException {
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(" *;.*", "");
    JsonNode content =
        api.response(path, method, answer.statusCode()).path("content").path(type).path("schema");

    assertThat(content.isMissingNode())
        .as("%s %s answers %d %s", method, path, answer.statusCode(), type)
        .isFalse();
    if (type.endsWith("json")) {
      assertThat(api.misfits(path, json.readTree(answer.body()), content)).isEmpty();
    }
  }

  private HttpResponse<String> send(String port, String method, String target, String form)
      throws Exception {
    return http.send(
        request(port, method, target, form).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(
      String port, String method, String target, String form) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + number(port) + target))
        .header("Accept", "application/json")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .method(method.toUpperCase(Locale.ROOT), HttpRequest.BodyPublishers.ofString(form));
  }
}
