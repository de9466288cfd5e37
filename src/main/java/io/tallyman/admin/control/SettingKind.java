package io.tallyman.admin.control;

import io.tallyman.store.StoredSetting;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What can be set while hosts run. A kind that isn't here is one of a newer version. */
public enum SettingKind {
  /** Whether a source, or a partition of it, is counted. */
  CONSUMER {
    @Override
    boolean takes(String target, String value) {
      return Set.of(PAUSED, RUNNING).contains(value) && ToggleTarget.parse(target).isPresent();
    }
  },
  /** Whether a rollup is counted. */
  ROLLUP {
    @Override
    boolean takes(String target, String value) {
      return Set.of(PAUSED, RUNNING).contains(value)
          && ToggleTarget.parse(target).filter(it -> it.partition().isEmpty()).isPresent();
    }
  },
  /** A key of config.yml. */
  CONFIG {
    @Override
    boolean takes(String target, String value) {
      return TunedKey.at(target).flatMap(key -> key.value(value)).isPresent();
    }
  },
  /** How much a logger says. */
  LOG_LEVEL {
    @Override
    boolean takes(String target, String value) {
      return Set.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE").contains(value);
    }
  };

  /** A consumer or a rollup that is held back. */
  public static final String PAUSED = "paused";

  /** A consumer or a rollup that goes on, whatever is said of more than it. */
  static final String RUNNING = "running";

  abstract boolean takes(String target, String value);

  /** The kind as it is stored, and as operators read it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether a setting is of this kind. */
  public boolean isOf(StoredSetting setting) {
    return setting.key().kind().equals(code());
  }

  /** Why a setting can't be obeyed by this version; empty where it can. */
  static Optional<String> refusal(StoredSetting setting) {
    String target = setting.key().target();
    String what = "the setting " + setting.key().kind() + " of " + target + " is ";
    Optional<SettingKind> kind =
        Arrays.stream(values()).filter(each -> each.isOf(setting)).findAny();
    if (kind.isEmpty()) {
      return Optional.of(what + "of a kind that this version doesn't know");
    }
    return kind.get().takes(target, setting.value())
        ? Optional.empty()
        : Optional.of(what + "'" + setting.value() + "', which this version doesn't know");
  }
}
