package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.JarLocation;
import io.tallyman.log.SinkServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The real service with a secret in every place that takes one. All of them hold the same word,
 * which must not turn up in anything that the service prints, answers or sends.
 */
@Timeout(180)
final class NoSecretIsToldTest {

  private static final String WORD = "xyzzy";

  private static final String CONFIG =
      """
      database:
        url: jdbc:mysql://127.0.0.1:%DB%/tallyman?trustCertificateKeyStorePassword=xyzzy-in-url
        user: anna
        password: xyzzy-"of"-database
      kafka:
        bootstrapServers: 127.0.0.1:%KAFKA%
        groupId: secrets
        properties:
          security.protocol: SASL_PLAINTEXT
          sasl.mechanism: PLAIN
          sasl.jaas.config: >-
            org.apache.kafka.common.security.plain.PlainLoginModule required
            username="berta" password="xyzzy-in-jaas";
          ssl.truststore.password: xyzzy-of-truststore
          ssl.key.password: xyzzy-of-key
      schemas: {directory: avro-schemas}
      sources:
        tracking:
          topic: tracking-events
          framing: confluent
          schema: io.tallyman.events.TrackingEvent
          eventTime: occurred_at
          consumers: 1
      rollups:
        by_country:
          source: tracking
          bucket: 1m
          dimensions: [country]
          measures: {events: {type: count}}
      access:
        keys:
          - {id: one, secret: xyzzy-of-key-one-0123456789abcdef, level: dangerous}
          - {id: two, secretFile: '%FILE%', level: read}
        users:
          - {name: anna, password: 'pbkdf2-sha256:100000:xyzzyxyzzyxyzzyxyzzyxQ==:%HASH%', level: read}
      errors: {dsn: 'http://xyzzy0dsn0123456789@127.0.0.1:%SENTRY%/42', level: WARN}
      activity: {webhook: 'http://127.0.0.1:%CHAT%/services/xyzzy-token?key=xyzzy-in-query'}
      server:
        applicationConnectors: [{type: http, bindHost: 127.0.0.1, port: "${TALLYMAN_PORT:-0}"}]
        adminConnectors: [{type: http, bindHost: 127.0.0.1, port: "${TALLYMAN_ADMIN_PORT:-0}"}]
        requestLog: {appenders: []}
      logging:
        level: DEBUG
        loggers: {org.eclipse.jetty: INFO, org.glassfish: INFO}
        appenders: [{type: console, layout: {type: text}}]
      """;

  @TempDir Path folder;

  private Path config(String text, int sentry, int chat) throws IOException {
    Path secret = folder.resolve("secret");
    Files.writeString(secret, "xyzzy-in-a-file-0123456789abcdefghi\n");
    return Files.writeString(
        folder.resolve("secrets.yml"),
        text.replace("%DB%", "1")
            .replace("%KAFKA%", "1")
            .replace("%FILE%", secret.toString())
            .replace("%HASH%", "xyzzy".repeat(8) + "xy8=")
            .replace("%SENTRY%", String.valueOf(sentry))
            .replace("%CHAT%", String.valueOf(chat)));
  }

  private static HttpRequest.Builder login(ServiceProcess service, String path, String password) {
    String pair = "anna:" + password;
    return HttpRequest.newBuilder(service.admin(path))
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  /** What the service answers, whoever asks and however wrongly. */
  private static List<String> answers(ServiceProcess service) throws Exception {
    List<HttpRequest.Builder> asked = new ArrayList<>();
    for (String path : List.of("/status", "/healthcheck", "/metrics", "/prometheus", "/threads")) {
      asked.add(service.signed("GET", path, "one", "xyzzy-of-key-one-0123456789abcdef"));
      asked.add(HttpRequest.newBuilder(service.admin(path)));
      asked.add(login(service, path, "xyzzy-wrong-password"));
      asked.add(service.signed("GET", path, "one", "xyzzy-wrong-secret-0123456789abcdef"));
    }
    for (String path : List.of("/tasks/consumer?action=pause&source=none", "/no/such/page")) {
      asked.add(service.signed("POST", path, "one", "xyzzy-of-key-one-0123456789abcdef"));
    }
    List<String> answers = new ArrayList<>();
    for (HttpRequest.Builder each : asked) {
      HttpResponse<String> answer = service.send(each);
      answers.add(answer.statusCode() + " " + answer.headers().map() + " " + answer.body());
    }
    return answers;
  }

  @Test
  void shouldTellNoSecretInLogsAnswersErrorsOrActivity() throws Exception {
    try (SinkServer sentry = new SinkServer();
        SinkServer chat = new SinkServer();
        ServiceProcess service =
            ServiceProcess.start(
                    folder, Map.of(), "server", config(CONFIG, sentry.port(), chat.port()))
                .awaitAnswers()) {
      List<String> answers = answers(service);
      HttpResponse<String> paused =
          service.send(
              service.signed(
                  "POST",
                  "/tasks/consumer?action=pause&source=tracking&reason=xyzzy-of-truststore",
                  "one",
                  "xyzzy-of-key-one-0123456789abcdef"));
      assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> service.stdout().contains("the brokers of the topic") || sawBoth(service));
      await().until(() -> chat.taken().size() >= 2 && !sentry.taken().isEmpty());
      service.terminate();

      assertThat(answers).anyMatch(each -> each.startsWith("200 ") && each.contains("recent_err"));
      assertThat(answers).anyMatch(each -> each.startsWith("401 "));
      assertThat(answers).anyMatch(each -> each.startsWith("400 "));
      assertThat(answers).noneMatch(each -> each.contains(WORD));
      assertThat(service.stdout()).contains("ConsumerConfig values", "DEBUG").doesNotContain(WORD);
      assertThat(service.stderr()).doesNotContain(WORD);
      assertThat(chat.taken())
          .extracting(SinkServer.Taken::body)
          .anyMatch(body -> body.contains("has started"))
          .anyMatch(body -> body.contains("(secret)")) // the reason
          .noneMatch(body -> body.contains(WORD));
      assertThat(sentry.taken())
          .extracting(SinkServer.Taken::body)
          .anyMatch(body -> body.contains("Starting without the database"))
          .noneMatch(body -> body.replaceFirst("\"public_key\":\"[a-z0-9]*\"", "").contains(WORD));
    }
  }

  private static boolean sawBoth(ServiceProcess service) throws IOException {
    return service.stdout().contains("ConsumerConfig values")
        && service.stdout().contains("topic-tracking");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "database: | database: x",
        "jdbc:mysql://127.0.0.1 | jdbc:mysql://anna:xyzzy-before-host@127.0.0.1",
        "?trustCert | ?useAffectedRows=true&trustCert",
        "password: xyzzy-\"of\" | password: \"xyzzy-unfinished",
        "password: xyzzy-\"of\"-database | password: [xyzzy-in-a-list, ",
        "password: xyzzy-\"of\"-database | password: {xyzzy: of-database}",
        "password: xyzzy-\"of\"-database | pasword: xyzzy-under-a-wrong-key",
        "password: xyzzy-\"of\"-database | password: @xyzzy-of-database",
        "password: xyzzy-\"of\"-database | password: xyzzy: of: database",
        "properties: | properties: xyzzy",
        "secret: xyzzy-of-key-one-0123456789abcdef | secret: xyzzy-short",
        "secret: xyzzy-of-key-one-0123456789abcdef | secret: [xyzzy-of-key-one-0123456789abcdef]",
        "pbkdf2-sha256: | pbkdf2-md5:",
        "100000 | 1",
        "dsn: 'http: | dsn: 'ftp:",
        "@127.0.0.1:%SENTRY%/42 | :xyzzy",
        "webhook: 'http://127.0.0.1 | webhook: 'http://hooks.example",
        "webhook: 'http://127.0.0.1 | webhook: 'http ://127.0.0.1",
      })
  void shouldTellNoSecretWhenTheConfigurationIsRefused(String good, String bad) throws Exception {
    assertThat(CONFIG).contains(good);

    String said = refusal(config(CONFIG.replace(good, bad), 1, 1));

    assertThat(said).contains("secrets.yml").doesNotContain(WORD, "\tat ");
  }

  /** What {@code check} says on stderr. */
  private static String refusal(Path config) throws Exception {
    TallymanApplication application = new TallymanApplication();
    Bootstrap<TallymanConfiguration> bootstrap = new Bootstrap<>(application);
    application.addDefaultCommands(bootstrap);
    application.initialize(bootstrap);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Cli cli =
        new Cli(
            new JarLocation(TallymanApplication.class),
            bootstrap,
            OutputStream.nullOutputStream(),
            said);
    assertThat(cli.run("check", config.toString())).as("it is refused").isPresent();
    return said.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"required,xyzzy-no-flag", "xyzzy-in-jaas\";,xyzzy-in-jaas", "Plain,xyzzy."})
  void shouldTellNoSecretWhenALoginIsNotOfItsForm(String good, String bad) throws Exception {
    Path config = config(CONFIG.replace(good, bad), 1, 1);
    try (ServiceProcess check =
        ServiceProcess.start(folder, Map.of(), "check", "--connect", config)) {
      assertThat(check.exitCode()).isEqualTo(1);

      assertThat(check.stdout() + check.stderr()).isNotBlank().doesNotContain(WORD);
    }
  }

  @Test
  void shouldTellNoSecretWhenTheServersDoNotAnswer() throws Exception {
    try (ServiceProcess check =
        ServiceProcess.start(folder, Map.of(), "check", "--connect", config(CONFIG, 1, 1))) {
      assertThat(check.exitCode()).isEqualTo(1);

      assertThat(check.stdout() + check.stderr())
          .contains("database", "127.0.0.1:1")
          .doesNotContain(WORD);
    }
  }
}
