package io.tallyman.access;

import java.util.Optional;
import java.util.Set;

/** Which route of the admin port needs which level. What isn't named here needs the highest. */
final class AccessRules {

  private static final Set<String> READING = Set.of("GET", "HEAD");

  /** For load balancers, which have no credentials: they say whether the host is ready. */
  private static final Set<String> OPEN = Set.of("/ping", "/health-check");

  private static final Set<String> SHOWN =
      Set.of("/", "/status", "/prometheus", "/metrics", "/healthcheck", "/threads", "/tasks");

  /** What the page at {@code /} is made of, and what it asks for beside {@code /status}. */
  private static final Set<String> PAGE =
      Set.of(
          "/page/page.css",
          "/page/page.js",
          "/page/actions.js",
          "/page/concerns.js",
          "/page/dom.js",
          "/page/graph.js",
          "/page/lag.js",
          "/page/overview.js",
          "/page/sections.js",
          "/page/sources.js",
          "/page/words.js",
          "/page/icon.svg",
          "/lag",
          "/levers",
          "/audit");

  private static final Set<String> OPERATED =
      Set.of("/tasks/consumer", "/tasks/log-level", "/tasks/rollup", "/tasks/config");

  private AccessRules() {}

  /** Whether a method may change nothing. */
  static boolean isReading(String method) {
    return READING.contains(method);
  }

  /**
   * The level that a request needs.
   *
   * @param path decoded, as the servlets are chosen by it
   * @return empty where nobody is asked
   */
  static Optional<Level> needed(String method, String path) {
    if (isReading(method) && OPEN.contains(path)) {
      return Optional.empty();
    }
    if (isReading(method) && (SHOWN.contains(path) || PAGE.contains(path))) {
      return Optional.of(Level.READ);
    }
    if (method.equals("POST") && OPERATED.contains(path)) {
      return Optional.of(Level.OPERATE);
    }
    return Optional.of(Level.DANGEROUS);
  }
}
