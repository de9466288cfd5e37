package io.tallyman.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A setting, as it is remembered. Times are to the millisecond, as the database keeps them.
 *
 * @param key what it is for
 * @param value what it is set to, in the words of its kind
 * @param reason the operator's words; may be empty
 * @param setBy who set it
 * @param setAt when
 * @param until when it ends by itself; null when only an operator ends it
 */
public record StoredSetting(
    SettingKey key,
    String value,
    String reason,
    String setBy,
    Instant setAt,
    @Nullable Instant until) {

  public StoredSetting {
    setAt = setAt.truncatedTo(ChronoUnit.MILLIS);
    until = until == null ? null : until.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Whether it hasn't ended by then. */
  public boolean holdsAt(Instant now) {
    return until == null || now.isBefore(until);
  }

  /** The value and its end, as an audit says it. */
  String summary() {
    return until == null ? value : value + " until " + until;
  }
}
