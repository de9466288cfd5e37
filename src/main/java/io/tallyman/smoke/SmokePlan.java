package io.tallyman.smoke;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What is sent, and how long it may take.
 *
 * @param run what no other run was called: 1 to 64 letters, digits, dots, hyphens and underscores
 * @param events how many events, 1 to 100,000
 * @param within how long they may take to be counted, and a later flush to be seen; 1 s or more
 */
public record SmokePlan(String run, int events, Duration within) {

  private static final int MOST_EVENTS = 100_000;
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public SmokePlan {
    if (!RUN.matcher(run).matches()) {
      throw new IllegalArgumentException(
          "'"
              + run
              + "' can't name a run; use 1 to 64 letters, digits, dots, hyphens, underscores");
    }
    if (events < 1 || events > MOST_EVENTS) {
      throw new IllegalArgumentException(
          "--events is " + events + "; it is a whole number from 1 to " + MOST_EVENTS);
    }
    if (within.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("--within is shorter than a second; write 60s");
    }
  }

  /** What the numbers 1 to {@link #events} add up to. */
  BigDecimal sum() {
    return BigDecimal.valueOf((long) events * (events + 1) / 2);
  }
}
