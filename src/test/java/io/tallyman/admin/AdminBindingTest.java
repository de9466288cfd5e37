package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.jackson.Jackson;
import io.tallyman.access.AccessKey;
import io.tallyman.access.AccessSettings;
import io.tallyman.access.AccessUser;
import io.tallyman.access.Level;
import io.tallyman.access.PasswordHash;
import io.tallyman.event.Problem;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminBindingTest {

  private static final AccessUser USER =
      new AccessUser("anna", PasswordHash.of("correct horse".toCharArray()), Level.READ);
  private static final AccessSettings MACHINES =
      new AccessSettings(
          List.of(new AccessKey("deploy", new byte[AccessKey.LEAST_BYTES], Level.OPERATE)),
          List.of(),
          List.of("a.example"));

  private final ObjectMapper yaml = Jackson.newObjectMapper(new YAMLFactory());

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "'::1'", "'[::1]'"})
  void shouldAcceptLoopback(String host) throws IOException {
    assertThat(
            problems(server("{adminConnectors: [{type: http, port: 0, bindHost: " + host + "}]}")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "'::'", "192.0.2.1", "no-such-host.invalid"})
  void shouldRefuseAnythingElse(String host) throws IOException {
    assertThat(
            problems(server("{adminConnectors: [{type: http, port: 0, bindHost: " + host + "}]}")))
        .singleElement()
        .extracting(Problem::where)
        .isEqualTo("server.adminConnectors[0].bindHost");
  }

  @Test
  void shouldRefuseDropwizardsDefaultWhichBindsToAll() throws IOException {
    assertThat(problems(server("{}")))
        .singleElement()
        .hasToString(
            "server.adminConnectors[0].bindHost: it is missing, so every network reaches it; give"
                + " access a key or a user (docs/operations.md, Who may do what), or bind the"
                + " admin port to 127.0.0.1 and reach it by ssh -L");
    assertThat(problems(server("{adminConnectors: [{type: http, bindHost: ''}]}"))).hasSize(1);
  }

  @Test
  void shouldNameEveryConnectorThatIsWrong() throws IOException {
    assertThat(
            problems(
                server(
                    "{adminConnectors: [{type: http, bindHost: 127.0.0.1}, {type: http}, {type:"
                        + " https, keyStorePath: k, keyStorePassword: p, bindHost: 0.0.0.0}]}")))
        .extracting(Problem::where)
        .containsExactly(
            "server.adminConnectors[1].bindHost", "server.adminConnectors[2].bindHost");
  }

  @Test
  void shouldLookAtTheOneConnectorOfASimpleServer() throws IOException {
    assertThat(problems(server("{type: simple, connector: {type: http}}")))
        .extracting(Problem::where)
        .containsExactly("server.connector.bindHost");
    assertThat(problems(server("{type: simple, connector: {type: http, bindHost: 127.0.0.1}}")))
        .isEmpty();
  }

  @Test
  void shouldLetKeysOntoTheNetworkAndPasswordsOnlyWithTls() throws IOException {
    ServerFactory plain = server("{adminConnectors: [{type: http, bindHost: 0.0.0.0}]}");
    ServerFactory tls =
        server(
            "{adminConnectors: [{type: https, keyStorePath: k, keyStorePassword: p, bindHost:"
                + " 0.0.0.0}]}");
    AccessSettings people = new AccessSettings(List.of(), List.of(USER), List.of("a.example"));

    assertThat(AdminBinding.problems(plain, MACHINES)).isEmpty();
    assertThat(AdminBinding.problems(tls, people)).isEmpty();
    assertThat(AdminBinding.problems(plain, people))
        .singleElement()
        .hasToString(
            "server.adminConnectors[0].type: the passwords of access.users could be read on the"
                + " network; use https, or give access keys only, or bind to 127.0.0.1");
  }

  @Test
  void shouldAskForANameToBeAddressedByOnANetwork() throws IOException {
    ServerFactory plain = server("{adminConnectors: [{type: http, bindHost: 0.0.0.0}]}");

    assertThat(
            AdminBinding.problems(plain, new AccessSettings(MACHINES.keys(), List.of(), List.of())))
        .extracting(Problem::where)
        .containsExactly("access.hosts");
  }

  @Test
  void shouldNotBelieveForwardedHeaders() throws IOException {
    assertThat(
            problems(
                server(
                    "{adminConnectors: [{type: http, bindHost: 127.0.0.1, useForwardedHeaders:"
                        + " true}]}")))
        .extracting(Problem::where)
        .containsExactly("server.adminConnectors[0].useForwardedHeaders");
  }

  private static List<Problem> problems(ServerFactory server) {
    return AdminBinding.problems(server, AccessSettings.NONE);
  }

  private ServerFactory server(String text) throws IOException {
    return yaml.readValue(text, ServerFactory.class);
  }
}
