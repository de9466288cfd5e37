package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.Configuration;
import io.dropwizard.jetty.MutableServletContextHandler;
import io.dropwizard.testing.ResourceHelpers;
import io.dropwizard.testing.junit5.DropwizardAppExtension;
import io.dropwizard.testing.junit5.DropwizardExtensionsSupport;
import io.tallyman.lifecycle.Check;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletMapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/openapi.yaml against what the ports really register and answer. */
@ExtendWith(DropwizardExtensionsSupport.class)
@Timeout(60)
class OpenApiTest {

  private static final DropwizardAppExtension<Configuration> SERVICE =
      new DropwizardAppExtension<>(
          ShellApplication.class, ResourceHelpers.resourceFilePath("io/tallyman/admin/admin.yml"));

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final ShellApplication application = SERVICE.getApplication();

  /** The routes that are mapped by name; wildcards are those of Dropwizard's own servlets. */
  private static Set<String> routes(MutableServletContextHandler context) {
    return Arrays.stream(context.getServletHandler().getServletMappings())
        .map(ServletMapping::getPathSpecs)
        .flatMap(Stream::of)
        .filter(path -> !path.contains("*") && !path.equals("/"))
        .map(path -> path.isEmpty() ? "/" : path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void shouldDescribeEveryRouteThatIsRegistered() throws Exception {
    DescribedApi api = DescribedApi.read();

    assertThat(api.paths("admin")).containsAll(routes(SERVICE.getEnvironment().getAdminContext()));
    assertThat(api.paths("application"))
        .containsAll(routes(SERVICE.getEnvironment().getApplicationContext()));
    assertThat(routes(SERVICE.getEnvironment().getAdminContext()))
        .contains("/status", "/prometheus", "/health-check", "/tasks/consumer");
  }

  @Test
  void shouldDescribeEveryTaskAndNoOther() throws Exception {
    Set<String> tasks =
        get(SERVICE.getAdminPort(), "/tasks")
            .body()
            .lines()
            .map(name -> "/tasks/" + name)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(
            DescribedApi.read().paths("admin").stream().filter(path -> path.startsWith("/tasks/")))
        .containsExactlyElementsOf(tasks);
  }

  @Test
  void shouldDescribeNothingThatNobodyAnswers() throws Exception {
    DescribedApi api = DescribedApi.read();
    for (String port : List.of("admin", "application")) {
      int number = port.equals("admin") ? SERVICE.getAdminPort() : SERVICE.getLocalPort();
      for (String path : api.paths(port)) {
        if (!api.operation(path, "get").isMissingNode()) {
          for (String target : api.targets(path)) {
            assertThat(get(number, target).statusCode()).as(port + target).isNotIn(404, 405);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "rollup", "config", "log-level", "positions", "repl"})
  void shouldDescribeTheParametersThatATaskTakes(String task) throws Exception {
    HttpResponse<String> answer =
        http.send(
            request(SERVICE.getAdminPort(), "/tasks/" + task)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("zzz=1"))
                .build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(400);
    String names = answer.body().strip().replaceFirst("(?s).*the parameters are ", "");
    JsonNode schema =
        DescribedApi.read()
            .operation("/tasks/" + task, "post")
            .path("requestBody")
            .path("content")
            .path("application/x-www-form-urlencoded")
            .path("schema");
    Set<String> described = new TreeSet<>();
    schema.path("properties").properties().forEach(each -> described.add(each.getKey()));
    assertThat(described).containsExactlyInAnyOrder(names.split(", ", -1));
  }

  @Test
  void shouldDescribeEveryFieldAlsoOfListsThatAreEmptyNow() throws Exception {
    DescribedApi api = DescribedApi.read();

    assertThat(api.differences("status", StatusDocument.class, api.schema("Status"))).isEmpty();
    assertThat(api.differences("lag", LagDocument.class, api.schema("Lag"))).isEmpty();
    assertThat(api.differences("levers", LeversDocument.class, api.schema("Levers"))).isEmpty();
    assertThat(api.differences("audit", AuditDocument.class, api.schema("Audit"))).isEmpty();
  }

  @Test
  void shouldAnswerAsItIsDescribed() throws Exception {
    application.pool.is(new Check.Unwell("the database is away"));
    try {
      for (String path : List.of("/status", "/healthcheck", "/metrics", "/lag", "/levers")) {
        assertFits(SERVICE.getAdminPort(), path, path);
      }
      application.database.refuse("Access denied");
      for (String path : List.of("/status", "/audit")) {
        assertFits(SERVICE.getAdminPort(), path, path);
      }
    } finally {
      application.pool.is(Check.well());
      application.database.answer();
    }
    for (String path : List.of("/lag", "/levers", "/audit")) {
      assertFits(SERVICE.getAdminPort(), path, path + "?verbose=1");
    }
    for (int port : List.of(SERVICE.getAdminPort(), SERVICE.getLocalPort())) {
      assertFits(port, "/health-check", "/health-check?type=ready&name=all");
    }
    assertFits(SERVICE.getLocalPort(), "/api/version", "/api/version");
    assertFits(SERVICE.getLocalPort(), "/api/version", "/api/version?verbose=1");
  }

  @Test
  void shouldNoticeAFieldThatIsNotDescribed() throws Exception {
    DescribedApi api = DescribedApi.read();

    assertThat(
            api.misfits("v", json.readTree("{\"version\":1,\"more\":\"\"}"), api.schema("Version")))
        .containsExactlyInAnyOrder(
            "v.commit is missing",
            "v.build_time is missing",
            "v.version is integer instead of [string]",
            "v.more isn't described");
  }

  private void assertFits(int port, String path, String target) throws Exception {
    HttpResponse<String> answer = get(port, target);
    DescribedApi api = DescribedApi.read();
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(" *;.*", "");
    JsonNode response = api.response(path, "get", answer.statusCode());
    JsonNode schema = response.path("content").path(type).path("schema");

    assertThat(schema.isMissingNode())
        .as(target + " answers " + answer.statusCode() + " " + type)
        .isFalse();
    assertThat(api.misfits(path, json.readTree(answer.body()), schema)).isEmpty();
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return http.send(
        request(port, path).header("Accept", "application/json").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }
}
