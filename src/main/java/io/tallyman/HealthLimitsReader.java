package io.tallyman;

import io.tallyman.admin.health.HealthLimits;
import java.time.Duration;

/**
 * Reads the section {@code healthLimits} of {@code config.yml}: from when on something is worth an
 * operator's look. What isn't there stays as usual.
 */
final class HealthLimitsReader {

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** Getting closer is seen in samples of ten seconds, over a minute at least. */
  private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(2);

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MOST_FENCES = 1_000_000;

  HealthLimits read(Section section) {
    HealthLimits usual = HealthLimits.usual();
    HealthLimits limits =
        new HealthLimits(
            duration(section, "settled", usual.settled()),
            duration(section, "standing", usual.standing()),
            duration(section, "unattended", usual.unattended()),
            duration(section, "behind", usual.behind()),
            window(section, usual.window()),
            section.whole("fences", Math.toIntExact(usual.fences()), 1, MOST_FENCES));
    section.finish();
    return limits;
  }

  private static Duration window(Section section, Duration usual) {
    Duration given = duration(section, "window", usual);
    if (given.compareTo(SHORTEST_WINDOW) < 0) {
      section.problem("window", "it is shorter than 2m: nobody could be seen lagging", "write 5m");
      return usual;
    }
    return given;
  }

  private static Duration duration(Section section, String key, Duration usual) {
    Duration given = section.duration(key).orElse(usual);
    if (given.compareTo(SHORTEST) < 0 || given.compareTo(LONGEST) > 0) {
      section.problem(
          key, "it isn't from 1s to 1d", "write one that is, such as " + usual.toSeconds() + "s");
      return usual;
    }
    return given;
  }
}
