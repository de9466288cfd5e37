package io.tallyman.admin.control;

import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.Part;
import io.tallyman.lifecycle.PartThread;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.HostNote;
import io.tallyman.store.SettingStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this host obey what is set: reads it every second, and tells the fleet what it obeys, at once
 * when that changes and every five seconds otherwise. What ends is looked for on a thread of its
 * own, which never waits for the database.
 */
public final class SettingsPart implements Part {

  private static final Logger LOG = LoggerFactory.getLogger(SettingsPart.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration CLOCK_PERIOD = Duration.ofMillis(250);
  private static final Duration NOTE_PERIOD = Duration.ofSeconds(5);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
  private static final Duration TWIN_MEMORY = Duration.ofMinutes(1);

  private final Controls controls;
  private final SettingStore store;
  private final AuditRetention retention;
  private final String version;
  private final Clock clock;
  private final Instant started;
  private final PartThread reader = new PartThread("settings", this::goRound);
  private final PartThread timer = new PartThread("settings-clock", this::watchTheClock);

  // only on the thread that goes round
  private HostNote noted;
  private Instant notedAt = Instant.MIN;
  private boolean entered;

  private volatile String away = "the settings weren't read yet";
  private volatile Instant twinUntil = Instant.MIN;

  /**
   * @param retention what keeps the audit short
   * @param version the version of this build
   * @param clock the time of day
   */
  public SettingsPart(
      Controls controls,
      SettingStore store,
      AuditRetention retention,
      String version,
      Clock clock) {
    this.controls = controls;
    this.store = store;
    this.retention = retention;
    this.version = version;
    this.clock = clock;
    this.started = clock.instant();
    this.noted = note("");
  }

  @Override
  public String name() {
    return "settings";
  }

  @Override
  public List<String> needs() {
    return List.of("store");
  }

  /** Reads what is set before the lanes begin, if the database answers. */
  @Override
  public void start() {
    goOnce();
    controls.apply(); // also where nothing could be read
    reader.start();
    timer.start();
  }

  private void goRound() throws InterruptedException {
    while (reader.pause(PERIOD)) {
      goOnce();
    }
  }

  private void watchTheClock() throws InterruptedException {
    while (timer.pause(CLOCK_PERIOD)) {
      controls.apply();
    }
  }

  /** Writes what isn't written, reads what is set, and says what is obeyed. */
  void goOnce() {
    try {
      controls.write();
      controls.read();
      controls.sweep();
      tellTheFleet();
      retention.goOn();
      if (!away.isEmpty()) {
        LOG.info("The settings are read");
      }
      away = "";
    } catch (StoreUnavailable e) {
      if (away.isEmpty()) {
        LOG.warn("The settings that were read last hold on: {}", e.getMessage());
      }
      away = String.valueOf(e.getMessage());
    } catch (RuntimeException e) { // it must not end the thread, which tries again
      LOG.error("The settings couldn't be read or obeyed", e);
      away = "something unexpected: " + e;
    }
  }

  private void tellTheFleet() {
    Instant now = clock.instant();
    HostNote note = note(Obedience.digest(controls.inForce()));
    boolean due = !now.isBefore(notedAt.plus(NOTE_PERIOD)) || now.isBefore(notedAt);
    if (due || !note.equals(noted)) {
      if (!store.note(note) && entered) {
        twinUntil = now.plus(TWIN_MEMORY);
      }
      entered = true;
      noted = note;
      notedAt = now;
    }
  }

  private HostNote note(String obeyed) {
    return new HostNote(controls.host(), version, started, obeyed);
  }

  @Override
  public void stopSoon() {
    reader.askToStop();
    timer.askToStop();
  }

  @Override
  public void stop() throws InterruptedException {
    stopSoon();
    reader.interrupt();
    timer.awaitEnd(STOP_PATIENCE);
    reader.awaitEnd(STOP_PATIENCE);
  }

  @Override
  public Check check() {
    if (reader.hasDied() || timer.hasDied()) {
      return new Check.Hung("a thread of the part settings has ended; restart the service");
    }
    List<String> troubles = new ArrayList<>(controls.troubles());
    String why = away;
    if (!why.isEmpty()) {
      troubles.add(0, "the settings that were read last hold on: " + why);
    }
    retention.trouble().ifPresent(troubles::add);
    return troubles.isEmpty()
        ? new Check.Well(twin())
        : new Check.Unwell(String.join("; ", troubles));
  }

  /** Both obey, and what is set for one of them is set for the other. */
  private String twin() {
    return clock.instant().isBefore(twinUntil)
        ? "another process calls itself "
            + controls.host()
            + ", too: give each its own host in config.yml (TALLYMAN_NAME)"
        : "";
  }
}
