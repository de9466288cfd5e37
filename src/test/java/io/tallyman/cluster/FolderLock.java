package io.tallyman.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Lets one process of a user at a time work on a folder. When its holder dies, by whatever means,
 * the lock is free. Its file is in the user's cache, not in the folder, and is never deleted: a
 * process that waits for a file which another one deletes would lock what nobody else sees.
 */
final class FolderLock {
  private FolderLock() {}

  /** What is done while nobody else works on the folder. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Waits for its turn and does the work.
   *
   * @param onWait is run once if another process has the lock
   */
  static <T> T hold(Path folder, Runnable onWait, Work<T> work) throws IOException {
    Path locks = Files.createDirectories(UserCache.folder().resolve("locks"));
    byte[] name = folder.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
    // Nobody may open and close this file a second time in this process: that would unlock it.
    try (FileChannel channel =
            FileChannel.open(
                locks.resolve(UUID.nameUUIDFromBytes(name).toString()),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = lock(channel, onWait)) {
      if (!lock.isValid()) {
        throw new IOException("The lock on " + folder + " is lost");
      }
      return work.run();
    }
  }

  private static FileLock lock(FileChannel channel, Runnable onWait) throws IOException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      onWait.run();
      lock = channel.lock();
    }
    return lock;
  }
}
