package io.tallyman.admin.control;

import io.tallyman.store.StoredSetting;
import java.util.List;

/** What obeys settings. Called by one thread at a time, also where nothing changed for it. */
@FunctionalInterface
public interface SettingEffect {

  /**
   * From now on just these settings hold, of all kinds. Returns soon and never throws.
   *
   * @param inForce what holds on this host, its own and the fleet's
   * @param complete false as long as the fleet's could never be read
   */
  void apply(List<StoredSetting> inForce, boolean complete);
}
