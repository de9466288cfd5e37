package io.tallyman.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks hosts every second until all of them have settled, and says what they still lack whenever
 * that changes. For one thread, once.
 */
final class SettlingHosts {

  private static final Duration ROUND = Duration.ofSeconds(1);

  private final Report report;
  private final Sender sender;
  private final Clock clock;
  private final Map<String, LagMark> marks = new HashMap<>();
  private final Map<String, List<String>> missing = new LinkedHashMap<>();

  /**
   * How long to wait, and for what.
   *
   * @param within how long at most
   * @param left names of hosts that are gone, and whose partitions somebody else has to have
   */
  record Patience(Duration within, List<String> left) {}

  SettlingHosts(Report report, Sender sender, Clock clock) {
    this.report = report;
    this.sender = sender;
    this.clock = clock;
  }

  /**
   * Waits until all have settled in the same round, or the patience is at its end.
   *
   * @return {@code DONE}, or what the last round came to
   */
  ExitCode await(Call call, List<HostAddress> hosts, Patience patience) {
    Instant end = clock.instant().plus(patience.within());
    ExitCode code = round(call, hosts, patience.left());
    while (code != ExitCode.DONE && clock.instant().isBefore(end)) {
      LockSupport.parkNanos(ROUND.toNanos());
      code = round(call, hosts, patience.left());
    }
    report.settled(missing);
    return code;
  }

  private ExitCode round(Call call, List<HostAddress> hosts, List<String> left) {
    ExitCode code = ExitCode.DONE;
    for (ShownHost host : report.shown(sender.toEach(call, hosts))) {
      JsonNode body = host.body();
      List<String> words =
          body == null
              ? List.of(host.trouble().sentence())
              : missing(host.name(), new ShownStatus(body), left);
      say(host.name(), words);
      if (!words.isEmpty()) {
        code = code.or(body == null ? ExitCode.UNAVAILABLE : ExitCode.UNWELL);
      }
    }
    return code;
  }

  private List<String> missing(String host, ShownStatus status, List<String> left) {
    LagMark now = LagMark.of(status);
    LagMark before = marks.getOrDefault(host, now);
    boolean other = !before.partitions().equals(now.partitions());
    marks.put(host, other || before.isComparable(now) ? now : before);
    return new Settling(status, left, before, now).missing();
  }

  private void say(String host, List<String> words) {
    if (!words.equals(missing.put(host, words)) && !words.isEmpty()) {
      report.settling(host + ": " + String.join("; ", words));
    }
  }
}
