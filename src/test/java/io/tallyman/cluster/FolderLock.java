package io.tallyman.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Lets one process at a time work on a folder. It is a file beside the folder, which is deleted
 * with the lock; when its holder dies, by whatever means, the lock is free.
 */
final class FolderLock {
  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

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
    FolderLock lock = take(folder, onWait);
    try {
      return work.run();
    } finally {
      lock.release();
    }
  }

  private static FolderLock take(Path folder, Runnable onWait) throws IOException {
    Path file = folder.resolveSibling("." + folder.getFileName() + ".lock");
    Files.createDirectories(file.getParent());
    boolean told = false;
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        if (!told) {
          onWait.run();
          told = true;
        }
        lock = channel.lock();
      }
      if (isStillThere(file, channel)) {
        return new FolderLock(file, channel);
      }
      channel.close(); // its holder has deleted it meanwhile: others lock a new file by now
    }
  }

  /** A deleted file would take our byte, and the one of the same name would not show it. */
  private static boolean isStillThere(Path file, FileChannel channel) throws IOException {
    byte[] mark = Credentials.word(16).getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(mark), 0);
    return Files.exists(file) && Arrays.equals(mark, Files.readAllBytes(file));
  }

  private void release() throws IOException {
    Files.deleteIfExists(file);
    channel.close();
  }
}
