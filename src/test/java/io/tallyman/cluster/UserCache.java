package io.tallyman.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where programs that are unpacked once are kept: a folder of this user's own. */
final class UserCache {
  private UserCache() {}

  /**
   * {@code $XDG_CACHE_HOME/tallyman} or {@code ~/.cache/tallyman}; a folder beside the temporary
   * files for a user without a home that can be written to.
   */
  static Path folder() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path preferred =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    Path folder = preferred.resolve("tallyman").toAbsolutePath();
    try {
      Files.createDirectories(folder);
      if (Files.isWritable(folder)) {
        return folder;
      }
    } catch (IOException e) {
      // Read-only or somebody else's: the next best will do.
    }
    return Path.of(
        System.getProperty("java.io.tmpdir"), "tallyman-" + System.getProperty("user.name"));
  }
}
