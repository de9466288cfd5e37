package io.tallyman.admin;

import io.tallyman.consume.LaneTuning;
import io.tallyman.consume.RollupToggles;
import java.util.List;

/**
 * What an operator sets beside the toggles of sources.
 *
 * @param pausedRollups which rollups are left out, as the lanes see it
 * @param rollups the names of the rollups that this host counts, in the order of config.yml
 * @param tuning what lanes go by that may change, as they see it
 */
public record Levers(RollupToggles pausedRollups, List<String> rollups, LaneTuning tuning) {

  public Levers {
    rollups = List.copyOf(rollups);
  }
}
