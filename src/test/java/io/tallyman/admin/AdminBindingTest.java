package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.jackson.Jackson;
import io.tallyman.event.Problem;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminBindingTest {

  private final ObjectMapper yaml = Jackson.newObjectMapper(new YAMLFactory());

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "'::1'", "'[::1]'"})
  void shouldAcceptLoopback(String host) throws IOException {
    assertThat(
            AdminBinding.problems(
                server("{adminConnectors: [{type: http, port: 0, bindHost: " + host + "}]}")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "'::'", "192.0.2.1", "no-such-host.invalid"})
  void shouldRefuseAnythingElse(String host) throws IOException {
    assertThat(
            AdminBinding.problems(
                server("{adminConnectors: [{type: http, port: 0, bindHost: " + host + "}]}")))
        .singleElement()
        .extracting(Problem::where)
        .isEqualTo("server.adminConnectors[0].bindHost");
  }

  @Test
  void shouldRefuseDropwizardsDefaultWhichBindsToAll() throws IOException {
    assertThat(AdminBinding.problems(server("{}")))
        .singleElement()
        .hasToString(
            "server.adminConnectors[0].bindHost: it is missing, so every network reaches it; access"
                + " control comes with a later version, so bind the admin port to 127.0.0.1 and"
                + " reach it by ssh -L");
    assertThat(AdminBinding.problems(server("{adminConnectors: [{type: http, bindHost: ''}]}")))
        .hasSize(1);
  }

  @Test
  void shouldNameEveryConnectorThatIsWrong() throws IOException {
    assertThat(
            AdminBinding.problems(
                server(
                    "{adminConnectors: [{type: http, bindHost: 127.0.0.1}, {type: http}, {type:"
                        + " https, keyStorePath: k, keyStorePassword: p, bindHost: 0.0.0.0}]}")))
        .extracting(Problem::where)
        .containsExactly(
            "server.adminConnectors[1].bindHost", "server.adminConnectors[2].bindHost");
  }

  @Test
  void shouldLookAtTheOneConnectorOfASimpleServer() throws IOException {
    assertThat(AdminBinding.problems(server("{type: simple, connector: {type: http}}")))
        .extracting(Problem::where)
        .containsExactly("server.connector.bindHost");
    assertThat(
            AdminBinding.problems(
                server("{type: simple, connector: {type: http, bindHost: 127.0.0.1}}")))
        .isEmpty();
  }

  private ServerFactory server(String text) throws IOException {
    return yaml.readValue(text, ServerFactory.class);
  }
}
