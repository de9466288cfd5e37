package io.tallyman.ctl;

import io.tallyman.ctl.Call.Reach;
import io.tallyman.ctl.Order.View;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.sourceforge.argparse4j.inf.Namespace;

/**
 * Makes an order of the arguments. What a parameter may be is the hosts' to say: they alone know
 * their sources, rollups and keys.
 */
final class OrderReader {

  private static final int LONGEST_TIMEOUT = 3_600;
  private static final Pattern BARE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /** The parameters of each task, in the order in which they are sent. */
  private static final Map<String, List<String>> TASKS =
      Map.of(
          "consumer", List.of("action", "source", "partition", "scope", "for", "reason"),
          "rollup", List.of("action", "rollup", "scope", "for", "reason"),
          "config", List.of("action", "key", "value", "scope", "for", "reason"),
          "log-level", List.of("action", "logger", "level", "scope", "for", "reason"),
          "positions", List.of("action", "source", "partition", "to", "token", "reason"),
          "repl", List.of("action", "for", "reason"));

  private OrderReader() {}

  /** The names of the tasks. */
  static List<String> tasks() {
    return TASKS.keySet().stream().sorted().toList();
  }

  static Order order(Namespace given) throws CtlFailure {
    Order.Options options = options(given);
    String name = text(given, CtlArguments.CALL).orElse("");
    return switch (name) {
      case "status" ->
          new Order(
              Call.get("/status", options.json() ? Call.JSON : Call.TEXT), View.WORDS, options);
      case "fleet", "await" -> new Order(Call.get("/status", Call.JSON), View.FLEET, options);
      case "health" -> new Order(Call.get("/healthcheck", Call.JSON), View.HEALTH, options);
      case "audit" -> new Order(Call.get("/audit", Call.JSON).anywhere(), View.AUDIT, options);
      case "get" -> new Order(Call.get(path(given), "*/*"), View.WORDS, options);
      default -> new Order(task(name, given), isTalk(given) ? View.REPL : View.WORDS, options);
    };
  }

  /** How somebody wants to wait until the hosts have settled; empty where it is another call. */
  static Optional<SettlingHosts.Patience> patience(Namespace given) throws CtlFailure {
    if (text(given, CtlArguments.CALL).filter("await"::equals).isEmpty()) {
      return Optional.empty();
    }
    int seconds = given.getInt("within");
    if (seconds < 1 || seconds > LONGEST_TIMEOUT) {
      throw CtlFailure.usage(
          "--within is " + seconds + "; it is a number of seconds from 1 to " + LONGEST_TIMEOUT);
    }
    List<String> left = given.getList("left");
    return Optional.of(
        new SettlingHosts.Patience(
            Duration.ofSeconds(seconds), left == null ? List.of() : List.copyOf(left)));
  }

  /** Somebody wants to talk to a REPL; without a socket it has to be opened first. */
  static boolean isTalk(Namespace given) {
    return text(given, CtlArguments.CALL).filter("repl"::equals).isPresent()
        && text(given, "action").filter("connect"::equals).isPresent();
  }

  /** Where a REPL is open already, nothing is sent: whoever gives these means something else. */
  static void refuseWhatNeedsAHost(Namespace given) throws CtlFailure {
    List<String> options =
        Stream.of(
                "env",
                "profiles",
                "host",
                "all_hosts",
                "json",
                "dry_run",
                "timeout",
                "for",
                "reason")
            .filter(each -> given.get(each) != null)
            .map(each -> "--" + each.replace('_', '-'))
            .toList();
    if (!options.isEmpty()) {
      throw CtlFailure.usage(
          "repl connect with a SOCKET goes to a REPL that is open already, of this machine, and"
              + " asks no host: leave out "
              + String.join(", ", options)
              + ", or the SOCKET to open one");
    }
  }

  private static Call task(String name, Namespace given) throws CtlFailure {
    if (text(given, "socket").isPresent()) {
      throw CtlFailure.usage("SOCKET goes with repl connect alone");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String each : TASKS.getOrDefault(name, List.of())) {
      text(given, each).ifPresent(value -> parameters.put(each, value));
    }
    if (isTalk(given)) {
      parameters.put("action", "open");
    }
    boolean fleet = name.equals("positions") || "fleet".equals(parameters.get("scope"));
    boolean list = "list".equals(parameters.get("action"));
    return Call.task(name, parameters, fleet ? Reach.ANY : list ? Reach.EACH : Reach.NAMED);
  }

  private static String path(Namespace given) throws CtlFailure {
    String path = text(given, "path").orElse("");
    if (!path.matches("/[A-Za-z0-9._~/?&=%:,*+-]*") || BARE_PERCENT.matcher(path).find()) {
      throw CtlFailure.usage(
          "PATH is '" + path + "'; it is a page of the admin port, such as /metrics");
    }
    return path;
  }

  private static Order.Options options(Namespace given) throws CtlFailure {
    List<String> hosts = given.getList("host");
    Integer seconds = given.getInt("timeout");
    if (seconds != null && (seconds < 1 || seconds > LONGEST_TIMEOUT)) {
      throw CtlFailure.usage(
          "--timeout is " + seconds + "; it is a number of seconds from 1 to " + LONGEST_TIMEOUT);
    }
    return new Order.Options(
        text(given, "env").orElse("local"),
        file(given),
        hosts == null ? List.of() : hosts,
        isGiven(given, "all_hosts"),
        isGiven(given, "json"),
        isGiven(given, "dry_run"),
        Duration.ofSeconds(seconds == null ? 10 : seconds));
  }

  private static Optional<Path> file(Namespace given) throws CtlFailure {
    try {
      return text(given, "profiles").map(Path::of);
    } catch (InvalidPathException e) {
      throw CtlFailure.usage("--profiles can't be the name of a file");
    }
  }

  private static boolean isGiven(Namespace given, String name) {
    return Boolean.TRUE.equals(given.getBoolean(name));
  }

  private static Optional<String> text(Namespace given, String name) {
    return Optional.ofNullable(given.getString(name));
  }
}
