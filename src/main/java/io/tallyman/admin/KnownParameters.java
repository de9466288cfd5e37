package io.tallyman.admin;

import io.tallyman.access.HttpProblem;
import io.tallyman.event.NearestName;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Answers 400 to a request with a parameter that its route doesn't know, which most servlets would
 * pass over: who mistypes a name is told so. The tasks check what they are sent themselves.
 */
final class KnownParameters extends HttpFilter {

  @Serial private static final long serialVersionUID = 1L;

  /** Of the routes that aren't ours; ours take none. */
  private static final Map<String, Set<String>> NAMES =
      Map.of(
          "/health-check", Set.of("type", "name"),
          "/healthcheck", Set.of("pretty"),
          "/metrics", Set.of("pretty"),
          "/pprof", Set.of("duration", "frequency", "state"),
          "/prometheus", Set.of("name[]"),
          "/threads", Set.of("monitors", "locks"));

  /** What Dropwizard takes for "ready" in a probe that is mistyped would restart hosts. */
  private static final Set<String> PROBES = Set.of("ready", "alive");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!isTask(request)) {
      Set<String> known = NAMES.getOrDefault(path(request), Set.of());
      String probe = request.getParameter("type");
      if (known.contains("type") && probe != null && !PROBES.contains(probe)) {
        String sentence = "type is " + Parameters.shown(probe) + "; it is ready or alive";
        new HttpProblem(HttpServletResponse.SC_BAD_REQUEST, sentence).write(request, response);
        return;
      }
      for (String name : new TreeSet<>(request.getParameterMap().keySet())) {
        if (!known.contains(name)) {
          new HttpProblem(HttpServletResponse.SC_BAD_REQUEST, sentence(name, known))
              .write(request, response);
          return;
        }
      }
    }
    chain.doFilter(request, response);
  }

  private static boolean isTask(HttpServletRequest request) {
    return request.getMethod().equals("POST") && path(request).startsWith("/tasks/");
  }

  /** Decoded; a servlet for several routes has the last part of it for itself. */
  private static String path(HttpServletRequest request) {
    String rest = request.getPathInfo();
    return rest == null ? request.getServletPath() : request.getServletPath() + rest;
  }

  private static String sentence(String name, Set<String> known) {
    return "the parameter "
        + Parameters.shown(name)
        + " is unknown; "
        + (known.isEmpty()
            ? "there are none here"
            : NearestName.hint(name, known)
                + "the parameters are "
                + String.join(", ", new TreeSet<>(known)));
  }
}
