package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.health.DefaultHealthFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.tallyman.admin.DescribedApi;
import io.tallyman.admin.PortRoutes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** docs/openapi.yaml against all that the service itself puts on its ports. */
class ServedRoutesTest {

  /** What is there only in a server that starts; OpenApiTest sees it. */
  private static final Set<String> STARTED =
      Set.of("/health-check", "/healthcheck", "/metrics", "/ping", "/pprof", "/threads");

  /** A resource as somebody may add it some day. */
  @Path("/api/added")
  public static final class Added {

    @GET
    public String all() {
      return "";
    }

    @GET
    @Path("{name: [a-z]+}")
    public String one() {
      return "";
    }
  }

  @Test
  void shouldDescribeWhatTheServiceServesAndNothingElse() throws Exception {
    TallymanConfiguration configuration =
        new TallymanConfigurationFactory(Validators.newValidator(), Jackson.newObjectMapper(), "dw")
            .build(new FileConfigurationSourceProvider(), "config.yml");
    DefaultHealthFactory health = new DefaultHealthFactory();
    health.setEnabled(false);
    configuration.setHealthFactory(health);
    Environment environment = new Environment("tallyman");
    new TallymanApplication().run(configuration, environment);
    Set<String> admin = PortRoutes.admin(environment);
    Set<String> application = PortRoutes.application(environment);
    admin.addAll(STARTED);
    application.add("/health-check");

    assertThat(DescribedApi.read().paths("admin")).isEqualTo(admin);
    assertThat(DescribedApi.read().paths("application")).isEqualTo(application);
  }

  @Test
  void shouldSeeARouteOfAResource() throws Exception {
    Environment environment = new Environment("tallyman");
    environment.jersey().register(new Added());

    assertThat(PortRoutes.application(environment)).containsExactly("/api/added", "/api/added/{}");
  }
}
