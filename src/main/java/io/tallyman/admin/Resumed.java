package io.tallyman.admin;

import io.tallyman.admin.control.SettingKind;
import io.tallyman.store.SettingChange;
import io.tallyman.store.StoredSetting;
import java.util.List;

/**
 * What letting something go on has ended, in sentences: which pause, and whose it was. What was
 * said anew is among all that is said of the target, which is told anyway.
 */
final class Resumed {

  private final String host;

  /**
   * @param host the name of this host
   */
  Resumed(String host) {
    this.host = host;
  }

  /** One for each that is gone, in their order. */
  List<String> sentences(List<SettingChange> changes) {
    return changes.stream().filter(each -> each.after() == null).map(this::sentence).toList();
  }

  private String sentence(SettingChange change) {
    StoredSetting before = change.before();
    String what = change.key().target().replace("/", " partition ");
    String where = " on " + where(change);
    return before != null && before.value().equals(SettingKind.PAUSED)
        ? what + where + ": the pause is over that " + origin(before)
        : what + where + ": nothing has to be excepted any more";
  }

  private static String origin(StoredSetting pause) {
    return pause.setBy()
        + " made at "
        + pause.setAt()
        + (pause.reason().isEmpty() ? "" : " (" + pause.reason() + ")");
  }

  private String where(SettingChange change) {
    String name = change.key().host();
    return name.isEmpty() ? "the fleet" : name.equals(host) ? "this host" : name;
  }
}
