package io.tallyman.activity;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.Managed;
import io.tallyman.lifecycle.PartThread;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a health check turns, from {@link #start} to {@link #stop}: looks every five seconds,
 * and tells what has been otherwise for fifteen, so that a restart of a broker and a service that
 * comes up are no news. What is unhealthy from the beginning is told likewise.
 */
public final class HealthWatch implements Managed {

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(1);
  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final Duration SETTLED = Duration.ofSeconds(15);
  private static final int LONGEST_MESSAGE = 300;

  private final Supplier<SortedMap<String, HealthCheck.Result>> checks;
  private final ActivityLog log;
  private final Clock clock;
  private final Duration period;
  private final PartThread thread = new PartThread("health-watch", this::watch);

  // only on the thread that looks
  private final Map<String, Boolean> told = new HashMap<>();
  private final Map<String, Instant> otherwiseSince = new HashMap<>();

  /**
   * @param checks looks at all of them; may take a while
   * @param clock the time of day
   */
  public HealthWatch(
      Supplier<SortedMap<String, HealthCheck.Result>> checks, ActivityLog log, Clock clock) {
    this(checks, log, clock, PERIOD);
  }

  HealthWatch(
      Supplier<SortedMap<String, HealthCheck.Result>> checks,
      ActivityLog log,
      Clock clock,
      Duration period) {
    this.checks = checks;
    this.log = log;
    this.clock = clock;
    this.period = period;
  }

  @Override
  public void start() {
    thread.start();
  }

  private void watch() throws InterruptedException {
    while (thread.pause(period)) {
      look();
    }
  }

  void look() {
    Instant now = clock.instant();
    TreeMap<String, HealthCheck.Result> seen = new TreeMap<>(checks.get());
    told.keySet().retainAll(seen.keySet());
    seen.forEach((name, result) -> note(name, result, now));
  }

  private void note(String name, HealthCheck.Result result, Instant now) {
    boolean healthy = result.isHealthy();
    if (healthy == told.getOrDefault(name, true)) {
      otherwiseSince.remove(name);
      return;
    }
    Instant since = otherwiseSince.computeIfAbsent(name, first -> now);
    if (Duration.between(since, now).compareTo(SETTLED) >= 0) {
      otherwiseSince.remove(name);
      told.put(name, healthy);
      log.tell(activity(name, result, now));
    }
  }

  private static Activity activity(String name, HealthCheck.Result result, Instant now) {
    String state = result.isHealthy() ? "healthy" : "unhealthy";
    String cause = cut(result.getMessage());
    String text = name + " is " + (result.isHealthy() ? "healthy again" : state);
    return new Activity(
        now,
        "health",
        result.isHealthy() || cause.isEmpty() ? text : text + ": " + cause,
        Map.of("check", name, "state", state, "cause", cause));
  }

  private static String cut(@Nullable String message) {
    String text = message == null ? "" : message;
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "...";
  }

  @Override
  public void stop() throws InterruptedException {
    thread.askToStop();
    thread.awaitEnd(STOP_PATIENCE);
  }
}
