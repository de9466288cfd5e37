package io.tallyman.admin.control;

import io.tallyman.store.SettingStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Deletes lines of the audit that are older than they are kept for: looks every hour, and deletes a
 * piece at a time. Every host does; what one has deleted the others don't find. Used by one thread.
 */
public final class AuditRetention {

  private static final Duration PERIOD = Duration.ofHours(1);

  private final SettingStore store;
  private final Optional<Duration> kept;
  private final Clock clock;
  private Instant next = Instant.MIN;

  /**
   * @param kept for how long a line is kept; empty for ever
   * @param clock the time of day
   */
  public AuditRetention(SettingStore store, Optional<Duration> kept, Clock clock) {
    this.store = store;
    this.kept = kept;
    this.clock = clock;
  }

  /** Deletes a piece where it is time to; waits for the store. */
  void goOn() {
    Instant now = clock.instant();
    if (kept.isEmpty() || now.isBefore(next)) {
      return;
    }
    boolean more = store.forgetAudit(now.minus(kept.get()));
    next = more ? now : now.plus(PERIOD);
  }
}
