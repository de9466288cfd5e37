package io.tallyman.store;

import java.util.List;

/**
 * All hosts and all settings, at one moment.
 *
 * @param settings in the order of their keys, those that have ended and weren't taken away included
 * @param hosts in the order of their names
 */
public record FleetStanding(List<StoredSetting> settings, List<StoredHost> hosts) {

  public FleetStanding {
    settings = List.copyOf(settings);
    hosts = List.copyOf(hosts);
  }
}
