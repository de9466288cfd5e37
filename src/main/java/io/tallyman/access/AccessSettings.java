package io.tallyman.access;

import java.util.List;

/**
 * The section {@code access} of {@code config.yml}.
 *
 * @param keys of machines, each id once
 * @param users people, each name once
 * @param hosts the names, beside those of loopback, by which the port may be addressed
 */
public record AccessSettings(List<AccessKey> keys, List<AccessUser> users, List<String> hosts) {

  /** No access control: whoever reaches the port over loopback may do everything. */
  public static final AccessSettings NONE = new AccessSettings(List.of(), List.of(), List.of());

  public AccessSettings {
    keys = List.copyOf(keys);
    users = List.copyOf(users);
    hosts = List.copyOf(hosts);
  }

  /** Whether callers are asked who they are. */
  public boolean asks() {
    return !keys.isEmpty() || !users.isEmpty();
  }
}
