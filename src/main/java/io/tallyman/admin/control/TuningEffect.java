package io.tallyman.admin.control;

import io.tallyman.consume.LaneTuning;
import io.tallyman.consume.LaneValues;
import io.tallyman.store.StoredSetting;
import java.util.List;
import java.util.Optional;

/** Has the lanes go by what is set for keys of config.yml, and by the file where nothing is. */
public final class TuningEffect implements SettingEffect {

  private final LaneTuning tuning;

  /**
   * @param tuning what the lanes look at
   */
  public TuningEffect(LaneTuning tuning) {
    this.tuning = tuning;
  }

  /** What is set for this host goes before what is set for the fleet. */
  @Override
  public void apply(List<StoredSetting> inForce, boolean complete) {
    LaneValues values = tuning.configured();
    for (boolean fleet : new boolean[] {true, false}) {
      for (StoredSetting each : inForce) {
        if (SettingKind.CONFIG.isOf(each) && each.key().isOfFleet() == fleet) {
          Optional<TunedKey> key = TunedKey.at(each.key().target());
          values = key.isPresent() ? key.get().in(values, each.value()) : values;
        }
      }
    }
    tuning.replace(values);
  }
}
