package io.tallyman.cluster;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** What the file system lacks. */
public final class Folders {
  private Folders() {}

  /** Deletes a folder and all in it, following no links; does nothing where there is none. */
  public static void delete(Path folder) throws IOException {
    try {
      Files.walkFileTree(folder, new Deleting());
    } catch (NoSuchFileException e) {
      // Gone already, which is what was wanted.
    }
  }

  /**
   * Makes an empty folder for the temporary files of a process whose own folder this is: a process
   * that is killed leaves its libraries' native code behind.
   *
   * @return the option that tells a JVM to use it
   */
  public static String temporaryOption(Path folder, String name) throws IOException {
    Path temporary = folder.toAbsolutePath().resolve(name + ".tmp");
    delete(temporary);
    return "-Djava.io.tmpdir=" + Files.createDirectories(temporary);
  }

  /** Deletes a folder that has nothing in it; any other stays. */
  static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Somebody has put something there, which stays.
    }
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
