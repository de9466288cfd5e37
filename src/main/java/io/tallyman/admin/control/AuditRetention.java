package io.tallyman.admin.control;

import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.SettingStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Deletes lines of the audit that are older than they are kept for: looks every hour, and deletes a
 * piece at a time. Every host does; what one has deleted the others don't find. Used by one thread,
 * but for {@link #trouble}.
 */
public final class AuditRetention {

  private static final Duration PERIOD = Duration.ofHours(1);
  private static final Duration PAUSE_AFTER_A_FAILURE = Duration.ofMinutes(1);

  private final SettingStore store;
  private final Optional<Duration> kept;
  private final Clock clock;
  private Instant next = Instant.MIN;
  private volatile String cause = "";

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
    try {
      boolean more = store.forgetAudit(now.minus(kept.get()));
      next = more ? now : now.plus(PERIOD);
      cause = "";
    } catch (StoreUnavailable e) { // the settings don't depend on it
      next = now.plus(PAUSE_AFTER_A_FAILURE);
      cause = String.valueOf(e.getMessage());
    }
  }

  /** Why old lines stay; empty where they don't. */
  Optional<String> trouble() {
    String why = cause;
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of("old lines of the audit stay for now: " + why);
  }
}
