package io.tallyman.access;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which route of the admin port needs which level. What isn't named here needs the highest. */
final class AccessRules {

  private static final Set<String> READING = Set.of("GET", "HEAD");

  /** For load balancers, which have no credentials: they say whether the host is ready. */
  private static final Set<String> OPEN = Set.of("/ping", "/health-check");

  private static final Set<String> SHOWN =
      Set.of("/", "/status", "/prometheus", "/metrics", "/healthcheck", "/threads", "/tasks");

  /** What the page at {@code /} asks for beside {@code /status}. */
  private static final Set<String> ASKED = Set.of("/lag", "/levers", "/audit");

  /** What the page is made of: a plain name, and none of what could lead out of that folder. */
  private static final Pattern PAGE_FILE = Pattern.compile("/page/[a-z]+\\.(css|js|svg)");

  private static final Set<String> OPERATED =
      Set.of("/tasks/consumer", "/tasks/log-level", "/tasks/rollup", "/tasks/config");

  private AccessRules() {}

  /** Whether a method may change nothing. */
  static boolean isReading(String method) {
    return READING.contains(method);
  }

  private static boolean isShown(String path) {
    return SHOWN.contains(path) || ASKED.contains(path) || PAGE_FILE.matcher(path).matches();
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
    if (isReading(method) && isShown(path)) {
      return Optional.of(Level.READ);
    }
    if (method.equals("POST") && OPERATED.contains(path)) {
      return Optional.of(Level.OPERATE);
    }
    return Optional.of(Level.DANGEROUS);
  }
}
