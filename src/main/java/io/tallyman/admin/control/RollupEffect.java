package io.tallyman.admin.control;

import io.tallyman.consume.RollupToggle;
import io.tallyman.consume.RollupToggles;
import io.tallyman.store.StoredSetting;
import java.util.List;

/**
 * Has the lanes leave out the rollups that are paused. It is to obey before {@link ConsumerEffect}:
 * a lane that is let go on finds what it has to leave out.
 */
public final class RollupEffect implements SettingEffect {

  private final RollupToggles toggles;

  /**
   * @param toggles what the lanes look at
   */
  public RollupEffect(RollupToggles toggles) {
    this.toggles = toggles;
  }

  /** As long as the fleet's settings couldn't be read, nothing is counted anyway. */
  @Override
  public void apply(List<StoredSetting> inForce, boolean complete) {
    toggles.replace(
        inForce.stream().filter(SettingKind.ROLLUP::isOf).map(RollupEffect::toggle).toList());
  }

  private static RollupToggle toggle(StoredSetting setting) {
    return new RollupToggle(
        setting.key().target(),
        setting.value().equals(SettingKind.PAUSED),
        ConsumerEffect.origin(setting));
  }
}
