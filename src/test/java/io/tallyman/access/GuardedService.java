package io.tallyman.access;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An admin port behind the filter, whose routes take notes of what reaches them. */
public final class GuardedService extends Application<Configuration> {

  static final String SECRET = "a-secret-of-the-machine-0123456789";
  static final String PASSWORD = "correct-horse-battery";
  static final AccessKey LOOKS = key("looks", Level.READ);
  static final AccessKey OPERATES = key("operates", Level.OPERATE);
  static final AccessKey EVERYTHING = key("everything", Level.DANGEROUS);
  static final AccessSettings SETTINGS =
      new AccessSettings(
          List.of(LOOKS, OPERATES, EVERYTHING),
          List.of(
              new AccessUser(
                  "anna", PasswordHash.of(PASSWORD.toCharArray(), 1_000), Level.OPERATE)),
          List.of("host-1.example"));

  /** What reached a route: who, which, and with which parameters and body. */
  final Queue<String> reached = new ConcurrentLinkedQueue<>();

  /** What the log of the access was told. */
  final Queue<String> told = new ConcurrentLinkedQueue<>();

  private final AccessSettings settings;

  /** With access control. */
  public GuardedService() {
    this(SETTINGS);
  }

  GuardedService(AccessSettings settings) {
    this.settings = settings;
  }

  static AccessKey key(String id, Level level) {
    return new AccessKey(id, SECRET.getBytes(StandardCharsets.UTF_8), level);
  }

  @Override
  public void initialize(Bootstrap<Configuration> bootstrap) {
    bootstrap.registerMetrics();
  }

  @Override
  public void run(Configuration configuration, Environment environment) {
    AccessLog log =
        new AccessLog() {
          @Override
          public void allowed(Caller caller, Attempt attempt) {
            told.add("allowed " + caller.description() + " " + attempt);
          }

          @Override
          public void refused(Attempt attempt, int status, String reason) {
            told.add("refused " + attempt + " " + status + " " + reason);
          }
        };
    environment
        .admin()
        .addFilter(
            "access", new AccessFilter(settings, log, Clock.systemUTC(), Duration.ofMillis(800)))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    for (String path : List.of("/status", "/tasks/consumer", "/tasks/positions")) {
      environment.admin().addServlet(path, new Notes(reached)).addMapping(path);
    }
  }

  private static final class Notes extends HttpServlet {

    @Serial private static final long serialVersionUID = 1L;

    private final transient Queue<String> reached;

    Notes(Queue<String> reached) {
      this.reached = reached;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      TreeMap<String, List<String>> parameters = new TreeMap<>();
      request.getParameterMap().forEach((name, values) -> parameters.put(name, List.of(values)));
      String note =
          String.join(
              " ",
              Caller.of(request).map(Caller::description).orElse("nobody"),
              request.getMethod(),
              request.getServletPath(),
              parameters.toString(),
              Integer.toString(request.getInputStream().readAllBytes().length));
      reached.add(note);
      response.getWriter().write(note);
    }
  }
}
