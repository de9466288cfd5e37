package io.tallyman.store;

import io.tallyman.rollup.StoreUnavailable;
import java.time.Instant;
import java.util.List;

/**
 * The settings of the fleet, the hosts that obey them, and the audit of what was changed. Every
 * method throws {@link StoreUnavailable} when the store can't do it now. Thread-safe.
 */
public interface SettingStore {

  /** Decides on rows that nobody can change meanwhile. It may throw: nothing is changed then. */
  @FunctionalInterface
  interface Decision {

    /**
     * What is to be changed; it may be asked again, with newer rows.
     *
     * @param locked all settings of one kind, of all hosts and the fleet
     */
    List<SettingChange> on(List<StoredSetting> locked);
  }

  /** All settings, in the order of their keys. */
  List<StoredSetting> settings();

  /** All settings and all hosts, at one moment. */
  FleetStanding fleet();

  /**
   * Changes settings of one kind and writes a line of the audit for each, all in one transaction.
   *
   * @return what was changed
   */
  List<SettingChange> change(String kind, ActionNote note, Decision decision);

  /** Writes lines of the audit for what isn't a setting: all of them, or none. */
  void audit(List<AuditEntry> entries);

  /**
   * Deletes lines of the audit that are older, a piece of them.
   *
   * @return whether there may be more
   */
  boolean forgetAudit(Instant before);

  /**
   * Writes down that a host is there, and what it obeys. Hosts that were silent for a week are
   * forgotten when another comes up.
   *
   * @return false where the host wasn't known, or as another process
   */
  boolean note(HostNote note);
}
