package io.tallyman.admin;

import io.tallyman.access.AccessLog;
import io.tallyman.access.Attempt;
import io.tallyman.access.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes refused attempts to the log: ten a minute, and how many more there were. What was allowed
 * is logged by whatever carries it out.
 */
public final class LoggedRefusals implements AccessLog {

  private static final Logger LOG = LoggerFactory.getLogger(LoggedRefusals.class);
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_IN_A_WINDOW = 10;

  private final Clock clock;
  private Instant windowEnds = Instant.MIN;
  private int inThisWindow;

  /**
   * @param clock tells the minutes apart
   */
  public LoggedRefusals(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void allowed(Caller caller, Attempt attempt) {
    LOG.debug("{} may {}", caller.description(), attempt);
  }

  @Override
  public synchronized void refused(Attempt attempt, int status, String reason) {
    Instant now = clock.instant();
    if (!now.isBefore(windowEnds)) {
      if (inThisWindow > MOST_IN_A_WINDOW) {
        LOG.warn("refused {} more that aren't logged", inThisWindow - MOST_IN_A_WINDOW);
      }
      windowEnds = now.plus(WINDOW);
      inThisWindow = 0;
    }
    inThisWindow++;
    if (inThisWindow <= MOST_IN_A_WINDOW) {
      LOG.warn("refused {} ({}): {}", attempt, status, reason);
    }
  }
}
