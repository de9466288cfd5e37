package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.health.DefaultHealthFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.tallyman.access.AccessFilter;
import io.tallyman.access.AccessSettings;
import io.tallyman.access.Level;
import io.tallyman.access.PasswordHash;
import io.tallyman.event.Problem;
import io.tallyman.log.RequestIds;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section {@code access} of {@code config.yml}. */
final class ConfigurationAccessTest {

  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";

  @TempDir Path folder;

  private final List<Problem> problems = new ArrayList<>();

  private AccessSettings read(String yaml) throws IOException {
    return new AccessReader()
        .read(
            new Section(
                "access", new ObjectMapper(new YAMLFactory()).readTree(yaml), problems::add));
  }

  private List<String> sentences() {
    return problems.stream().map(Problem::toString).toList();
  }

  @Test
  void shouldTakeKeysUsersAndHosts() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    String hash = PasswordHash.of("correct horse".toCharArray()).line();

    AccessSettings access =
        read(
            """
            keys:
              - {id: deploy, secret: %s, level: operate}
              - {id: ctl, secretFile: %s, level: dangerous}
            users:
              - {name: anna, password: '%s', level: read}
            hosts: [host-1.example, "[2001:db8::1]"]
            """
                .formatted(SECRET, file, hash));

    assertThat(sentences()).isEmpty();
    assertThat(access.keys())
        .extracting(Object::toString)
        .containsExactly("key deploy (operate)", "key ctl (dangerous)");
    assertThat(access.users())
        .singleElement()
        .extracting("name", "level")
        .containsExactly("anna", Level.READ);
    assertThat(access.hosts()).containsExactly("host-1.example", "[2001:db8::1]");
    assertThat(access.asks()).isTrue();
    assertThat(access.toString()).doesNotContain(SECRET, hash);
  }

  @Test
  void shouldAskNobodyWithoutTheSection() throws IOException {
    assertThat(read("{}").asks()).isFalse();
    assertThat(sentences()).isEmpty();
  }

  @Test
  void shouldReportEverythingThatIsWrongAndNoSecret() throws IOException {
    read(
        """
        keys:
          - {id: deploy, secret: too-short-secret, level: operate}
          - {id: deploy, secret: '', level: admin, colour: red}
          - {id: 'a b', secret: %s, secretFile: x, level: read}
          - {id: c, secretFile: /nowhere/at/all, level: read}
        users:
          - {name: anna, password: plain-secret, level: read}
          - {name: berta, level: read}
        hosts: ["http://x:1"]
        host: [y]
        """
            .formatted(SECRET));

    assertThat(sentences())
        .anySatisfy(
            each -> assertThat(each).startsWith("access.keys[0].secret: it has fewer than 32"))
        .anySatisfy(
            each -> assertThat(each).startsWith("access.keys[1].id: 'deploy' stands here twice"))
        .anySatisfy(each -> assertThat(each).startsWith("access.keys[1].secret: it is missing"))
        .anySatisfy(
            each -> assertThat(each).startsWith("access.keys[1].level: 'admin' is no level"))
        .anySatisfy(
            each -> assertThat(each).startsWith("access.keys[1].colour: there is no such key"))
        .anySatisfy(each -> assertThat(each).startsWith("access.keys[2].id: 'a b' can't be a name"))
        .anySatisfy(
            each -> assertThat(each).startsWith("access.keys[2].secret: there is a secretFile"))
        .anySatisfy(
            each -> assertThat(each).startsWith("access.keys[3].secretFile: it can't be read"))
        .anySatisfy(
            each -> assertThat(each).startsWith("access.users[0].password: it isn't of the form"))
        .anySatisfy(each -> assertThat(each).startsWith("access.users[1].password: it is missing"))
        .anySatisfy(each -> assertThat(each).startsWith("access.hosts: 'http://x:1' is no host"))
        .anySatisfy(each -> assertThat(each).startsWith("access.host: there is no such key"))
        .hasSize(12)
        .noneSatisfy(each -> assertThat(each).containsAnyOf("too-short", "plain-secret", SECRET));
  }

  /** The filters themselves are tested in their packages; this is that the service has them. */
  @Test
  void shouldGuardEveryRouteOfTheAdminPort() throws Exception {
    TallymanConfiguration configuration =
        new TallymanConfigurationFactory(Validators.newValidator(), Jackson.newObjectMapper(), "dw")
            .build(new FileConfigurationSourceProvider(), "config.yml");
    DefaultHealthFactory health = new DefaultHealthFactory();
    health.setEnabled(false); // what it needs is there only in a server that starts
    configuration.setHealthFactory(health);
    Environment environment = new Environment("tallyman");

    new TallymanApplication().run(configuration, environment);

    ServletHandler servlets = environment.getAdminContext().getServletHandler();
    assertThat(servlets.getFilterMappings())
        .allSatisfy(
            mapping -> {
              assertThat(mapping.getPathSpecs()).containsExactly("/*");
              assertThat(mapping.appliesTo(DispatcherType.REQUEST)).isTrue();
            })
        .extracting(mapping -> servlets.getFilter(mapping.getFilterName()).getHeldClass())
        .map(Class::getName)
        .containsExactly(
            RequestIds.class.getName(),
            AccessFilter.class.getName(),
            "io.tallyman.admin.KnownParameters");
  }

  @Test
  void shouldSayThatTheKeysAreAList() throws IOException {
    read("keys: {id: deploy}");

    assertThat(sentences())
        .containsExactly(
            "access.keys: it has to be a list of sections; begin each of them with '- '");
  }
}
