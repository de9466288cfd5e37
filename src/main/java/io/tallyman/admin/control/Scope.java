package io.tallyman.admin.control;

import java.util.Locale;

/** For whom a setting is. */
public enum Scope {
  /** For the host that was asked. */
  HOST,
  /** For all hosts, also those that come up later. */
  FLEET;

  /** The scope in lower case, as operators write it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
