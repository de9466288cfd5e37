package io.tallyman.admin.control;

import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.Toggle;
import io.tallyman.store.StoredSetting;
import java.time.Clock;
import java.util.List;

/** Has the lanes obey what is set for consumers. */
public final class ConsumerEffect implements SettingEffect {

  private static final String UNREAD =
      "nobody knows what is set for the fleet: the settings couldn't be read since this host came"
          + " up; see the part settings";

  private final ConsumerToggles toggles;
  private final Toggle.Origin unread;

  /**
   * @param toggles what the lanes look at
   * @param clock the time of day
   */
  public ConsumerEffect(ConsumerToggles toggles, Clock clock) {
    this.toggles = toggles;
    this.unread = new Toggle.Origin(false, "tallyman itself", UNREAD, clock.instant(), null);
  }

  /** As long as a pause of the fleet may be there that was never seen, nothing is counted. */
  @Override
  public void apply(List<StoredSetting> inForce, boolean complete) {
    List<Toggle> said = toggles(inForce);
    if (complete) {
      toggles.replace(said);
    } else {
      toggles.replaceUnsurely(said, unread);
    }
  }

  static List<Toggle> toggles(List<StoredSetting> settings) {
    return settings.stream()
        .filter(SettingKind.CONSUMER::isOf)
        .flatMap(each -> ToggleTarget.parse(each.key().target()).stream().map(to -> of(to, each)))
        .toList();
  }

  private static Toggle of(ToggleTarget target, StoredSetting setting) {
    return new Toggle(
        target.name(),
        target.partition(),
        setting.value().equals(SettingKind.PAUSED),
        origin(setting));
  }

  static Toggle.Origin origin(StoredSetting setting) {
    return new Toggle.Origin(
        setting.key().isOfFleet(),
        setting.setBy(),
        setting.reason(),
        setting.setAt(),
        setting.until());
  }
}
