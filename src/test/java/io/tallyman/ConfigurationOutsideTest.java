package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.tallyman.activity.WebhookSettings;
import io.tallyman.event.Problem;
import io.tallyman.log.ErrorSettings;
import io.tallyman.log.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sections {@code errors} and {@code activity} of {@code config.yml}, and its secrets. */
final class ConfigurationOutsideTest {

  private final List<Problem> problems = new ArrayList<>();

  private static JsonNode yaml(String text) throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(text);
  }

  private ErrorSettings errors(String text) throws IOException {
    return new OutsideReader().errors(new Section("errors", yaml(text), problems::add));
  }

  private WebhookSettings activity(String text) throws IOException {
    return new OutsideReader().activity(new Section("activity", yaml(text), problems::add));
  }

  private List<String> sentences() {
    return problems.stream().map(Problem::toString).toList();
  }

  @Test
  void shouldTellNobodyAnythingUnlessItIsAskedTo() throws IOException {
    assertThat(errors("{dsn: '', environment: '', level: ERROR}").sends()).isFalse();
    assertThat(activity("{webhook: ''}").tells()).isFalse();
    assertThat(sentences()).isEmpty();
  }

  @Test
  void shouldTakeAddressesWithTlsOrOfThisMachine() throws IOException {
    ErrorSettings errors =
        errors(
            "{dsn: 'https://0123abcd@o1.sentry.example/path/42', environment: prod, level: WARN}");
    WebhookSettings activity = activity("webhook: 'http://127.0.0.1:9000/services/T0/x?y=z'");

    assertThat(sentences()).isEmpty();
    assertThat(errors.level()).isEqualTo(Level.WARN);
    assertThat(errors.environment()).isEqualTo("prod");
    assertThat(errors.toString()).doesNotContain("0123abcd");
    assertThat(activity.tells()).isTrue();
    assertThat(activity.toString()).doesNotContain("services");
  }

  @Test
  void shouldReportEverythingThatIsWrongAndNoSecret() throws IOException {
    errors(
        "{dsn: 'https://o1.sentry.example/xyzzy', environment: 'a b', level: INFO, colour: red}");
    activity("{webhook: 'http://hooks.example/xyzzy', environment: '-', retries: 3}");

    assertThat(sentences())
        .containsExactly(
            "errors.environment: 'a b' can't be a name; use letters, digits and . _ -, at most 64,"
                + " beginning with a letter or a digit",
            "errors.level: 'INFO' is neither ERROR nor WARN; write one of them",
            "errors.colour: there is no such key; its keys are dsn, environment, level",
            "errors.dsn: it isn't of the form https://KEY@HOST/PROJECT; copy it from the project's"
                + " settings, under Client Keys",
            "activity.environment: '-' can't be a name; use letters, digits and . _ -, at most 64,"
                + " beginning with a letter or a digit",
            "activity.retries: there is no such key; its keys are environment, webhook",
            "activity.webhook: it is called without TLS; http is for this machine alone; copy it"
                + " from the chat's settings for incoming webhooks");
  }

  @Test
  void shouldFindSecretsByTheirKeysAndInsideOfValues(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "content-of-a-file\n");
    Secrets secrets =
        new SecretsReader()
            .read(
                yaml(
                    """
                    database: {url: 'jdbc:mysql://h/s?keyPassword=in-a-url&x=1', user: tallyman, password: tallyman}
                    kafka:
                      properties:
                        sasl.jaas.config: 'X required username="anna" password="in a jaas";'
                        ssl.keystore.key: of-a-keystore
                        ssl.keystore.location: /etc/keystore
                    access: {keys: [{id: deploy, secret: of-a-machine}, {secretFile: '%s'}]}
                    server: {adminConnectors: [{type: https, keyStorePassword: of-a-connector}]}
                    logging: {level: INFO}
                    """
                        .formatted(file)));

    for (String secret :
        List.of(
            "in-a-url",
            "in a jaas",
            "of-a-keystore",
            "of-a-machine",
            "content-of-a-file",
            "of-a-connector")) {
      assertThat(secrets.keepOutOf("<" + secret + ">")).isEqualTo("<(secret)>");
    }
    for (String word : List.of("tallyman", "deploy", "/etc/keystore", "anna", "timestamp")) {
      assertThat(secrets.keepOutOf(word)).isEqualTo(word);
    }
  }
}
