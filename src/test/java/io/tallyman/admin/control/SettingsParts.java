package io.tallyman.admin.control;

import io.tallyman.store.SettingStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The part settings of a host of tests, which keeps its audit for a year. */
public final class SettingsParts {

  private SettingsParts() {}

  public static SettingsPart of(Controls controls, SettingStore store, Clock clock) {
    AuditRetention retention = new AuditRetention(store, Optional.of(Duration.ofDays(365)), clock);
    return new SettingsPart(controls, store, retention, "1.2.3", clock);
  }
}
