package io.tallyman.admin.control;

import io.tallyman.consume.LaneTuning;
import io.tallyman.consume.LaneValues;
import io.tallyman.store.StoredSetting;
import java.util.List;
import java.util.Optional;

/** Has the lanes go by what is set for keys of config.yml, and by the file where nothing is. */
public final class TuningEffect implements SettingEffect {

  private final LaneTuning tuning;
  private final long heapBytes;

  /**
   * @param tuning what the lanes look at
   * @param heapBytes the largest heap of this process, of which shares are taken
   */
  public TuningEffect(LaneTuning tuning, long heapBytes) {
    this.tuning = tuning;
    this.heapBytes = heapBytes;
  }

  /** What is set for this host goes before what is set for the fleet. */
  @Override
  public void apply(List<StoredSetting> inForce, boolean complete) {
    LaneValues values = tuning.configured();
    for (boolean fleet : new boolean[] {true, false}) {
      for (StoredSetting each : inForce) {
        if (SettingKind.CONFIG.isOf(each) && each.key().isOfFleet() == fleet) {
          Optional<TunedKey> key = TunedKey.at(each.key().target());
          values = key.isPresent() ? key.get().in(values, each.value(), heapBytes) : values;
        }
      }
    }
    tuning.replace(values);
  }
}
